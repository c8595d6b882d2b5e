import { expect, test } from "bun:test";
import type { Outcome } from "../../src/core/outcome.ts";
import { type Figures, keepBooks } from "../../src/paranoid/books.ts";
import { exchangeOf } from "../support/exchange.ts";

const nothing: Figures = {
  accepted: 0,
  ended: 0,
  refused: 0,
  inFlight: 0,
  underWay: 0,
  watching: 0,
  heldBytes: 0,
  waiting: 0,
  redactions: 0,
};
const good: Outcome = {
  code: "--",
  status: 200,
  error: null,
  bytesIn: 1,
  bytesOut: 1,
  ttftMs: 1,
  durationMs: 2,
};
const newBooks = () => {
  const broken: string[] = [];
  return { books: keepBooks((id) => broken.push(id)), broken };
};

test("requests that are opened and closed once add up", () => {
  const { books, broken } = newBooks();
  const [first, second] = [exchangeOf("/v1/messages"), exchangeOf("/v1/messages")];

  books.open(first);
  books.open(second);
  books.close(first, good);
  books.compare({ ...nothing, accepted: 2, ended: 1, inFlight: 1 });
  books.close(second, good);
  books.atRest({ ...nothing, accepted: 2, ended: 2 });

  expect(broken).toEqual([]);
});

test("I-02: a second close, an id that is used twice, and counters that do not add up are told", () => {
  const { books, broken } = newBooks();
  const exchange = exchangeOf("/v1/messages");

  books.open(exchange);
  books.open(exchange);
  books.close(exchange, good);
  books.close(exchange, good);
  books.compare({ ...nothing, accepted: 2, ended: 1 });

  expect(broken).toEqual(["I-02", "I-02", "I-02"]);
});

test("I-08: what is left over at rest is told", () => {
  const { books, broken } = newBooks();

  books.atRest({ ...nothing, watching: 1 });
  books.atRest({ ...nothing, underWay: 1 });
  books.atRest({ ...nothing, heldBytes: 1, waiting: 1 });

  expect(broken).toEqual(["I-08", "I-08", "I-08", "I-08"]);
});

test("I-12: times that cannot be, and a counter that goes down, are told", () => {
  const { books, broken } = newBooks();
  const [first, second] = [exchangeOf("/v1/messages"), exchangeOf("/v1/messages")];

  books.open(first);
  books.close(first, { ...good, durationMs: -1 });
  books.open(second);
  books.close(second, { ...good, ttftMs: 3 });
  books.compare({ ...nothing, accepted: 2, ended: 2, refused: 1 });
  books.compare({ ...nothing, accepted: 2, ended: 2 });

  expect(broken).toEqual(["I-12", "I-12", "I-12"]);
});

test("I-01: a key that came as far as the log is told once each time", () => {
  const { books, broken } = newBooks();

  books.compare({ ...nothing, redactions: 1 });
  books.compare({ ...nothing, redactions: 1 });

  expect(broken).toEqual(["I-01"]);
});

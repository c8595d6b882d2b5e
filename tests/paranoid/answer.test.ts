import { expect, test } from "bun:test";
import { answerWitness } from "../../src/paranoid/answer.ts";
import { exchangeOf } from "../support/exchange.ts";

const stream = (broken: string[]) =>
  answerWitness(
    exchangeOf("/v1/messages"),
    new Response("", { headers: { "content-type": "text/event-stream" } }),
    (id) => broken.push(id),
  );
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const start = bytes('event: message_start\ndata: {"type":"message_start"}\n\n');
const stop = bytes('event: message_stop\ndata: {"type":"message_stop"}\n\n');

/** What is told of an answer whose pieces come and go like this. */
const toldOf = (play: (witness: ReturnType<typeof stream>) => void): readonly string[] => {
  const broken: string[] = [];
  play(stream(broken));
  return broken;
};

test("an answer that goes through as it comes breaks nothing", () => {
  const told = toldOf(({ took, gave, ended }) => {
    for (const piece of [start, stop]) {
      took(piece);
      gave(piece);
    }
    ended(true);
  });

  expect(told).toEqual([]);
});

test("I-03: a changed, an invented and a withheld piece are told", () => {
  const changed = toldOf(({ took, gave }) => {
    took(start);
    gave(stop);
  });
  const invented = toldOf(({ gave }) => gave(stop));
  const withheld = toldOf(({ took, gave, ended }) => {
    took(stop);
    gave(stop);
    took(bytes("\n"));
    ended(true);
  });

  expect([changed, invented, withheld]).toEqual([["I-03"], ["I-03"], ["I-03"]]);
});

test("I-07, I-08: pieces that pile up and overtake each other are told", () => {
  const told = toldOf(({ took, gave }) => {
    took(start);
    took(stop);
    took(start);
    gave(stop);
  });

  expect(told).toEqual(["I-08", "I-08", "I-07"]);
});

test("I-06: a clean end without the format's last event is told, a broken one is none", () => {
  const half = (isClean: boolean) =>
    toldOf(({ took, gave, ended }) => {
      took(start);
      gave(start);
      ended(isClean);
    });

  expect([half(true), half(false)]).toEqual([["I-06"], []]);
});

test("I-06: an error event of ours that is followed by a clean end is told", () => {
  expect(toldOf(({ made, ended }) => [made(), ended(true)])).toContain("I-06");
});

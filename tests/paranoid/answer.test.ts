import { expect, test } from "bun:test";
import { answerWitness } from "../../src/paranoid/answer.ts";
import { watchDelays } from "../../src/paranoid/delays.ts";
import { exchangeOf } from "../support/exchange.ts";

const stream = (told: string[], anew: string | null = null) => {
  const broken = (id: string): unknown => told.push(id);
  const answer = new Response("", { headers: { "content-type": "text/event-stream" } });
  const delays = watchDelays(broken, { tick: () => 0, keptWaitingMs: () => 0 });
  return answerWitness(exchangeOf("/v1/messages"), answer, anew, { broken, delays });
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const start = bytes('event: message_start\ndata: {"type":"message_start"}\n\n');
const stop = bytes('event: message_stop\ndata: {"type":"message_stop"}\n\n');

/** What is told of an answer whose pieces come and go like this. */
const toldOf = (play: (witness: ReturnType<typeof stream>) => void, anew: string | null = null): readonly string[] => {
  const broken: string[] = [];
  play(stream(broken, anew));
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

test("an answer that is written anew may be other bytes, in other pieces", () => {
  const told = toldOf(({ took, gave, ended }) => {
    took(bytes("data: {}"));
    took(bytes("\n\n"));
    gave(start);
    gave(Buffer.concat([stop]));
    ended(true);
  }, "text/event-stream");

  expect(told).toEqual([]);
});

test("I-07: a piece of it that ends within an event is told", () => {
  const half = start.subarray(0, 20);

  expect(toldOf(({ gave }) => gave(half), "text/event-stream")).toEqual(["I-07"]);
});

test("I-06: its clean end without the last event of the client's format is told, too", () => {
  const told = toldOf(({ gave, ended }) => [gave(start), ended(true)], "text/event-stream");

  expect(told).toEqual(["I-06"]);
});

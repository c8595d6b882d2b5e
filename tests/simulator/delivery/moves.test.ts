import { describe, expect, test } from "bun:test";
import { readFaults } from "../../../src/simulator/delivery/faults.ts";
import type { Move } from "../../../src/simulator/delivery/move.ts";
import { movesOf } from "../../../src/simulator/delivery/moves.ts";
import { frame, lastFrame } from "../../../src/simulator/format.ts";

const frames = [
  frame('data: {"n":1}\n\n'),
  frame('data: {"n":2}\n\n'),
  frame("data: 世😀\n\n"),
  lastFrame("data: end\n\n"),
];
const movesWith = (faults: string, chunkDelayMs = 0): readonly Move[] => [
  ...movesOf(frames, readFaults(faults), { chunkDelayMs, errorFrame: lastFrame("data: error\n\n") }),
];
const textOf = (moves: readonly Move[]) =>
  new TextDecoder().decode(Buffer.concat(moves.flatMap((move) => (move.type === "send" ? [move.bytes] : []))));
const shape = (moves: readonly Move[]) =>
  moves.map((move) => (move.type === "wait" ? `wait ${move.ms}` : move.type)).join(" ");
const whole = frames.map(({ text }) => text).join("");

describe("the way out of a stream", () => {
  test("without faults everything is sent, with a pause between events where one is wanted", () => {
    expect(textOf(movesWith(""))).toBe(whole);
    expect(shape(movesWith(""))).toBe("send send send send");
    expect(shape(movesWith("", 9))).toBe("send wait 9 send wait 9 send wait 9 send");
  });

  test("frames are made only when they are asked for", () => {
    let made = 0;
    const counting = function* () {
      for (const item of frames) {
        made += 1;
        yield item;
      }
    };
    movesOf(counting(), [], { chunkDelayMs: 0, errorFrame: lastFrame("") }).next();

    expect(made).toBe(1);
  });
});

describe("faults of a stream", () => {
  test("stall sends some events and then hangs", () => {
    expect(shape(movesWith("stall;after=2"))).toBe("send send hang");
  });

  test("cut breaks a moment after the last event", () => {
    expect(shape(movesWith("cut;after=2"))).toBe("send send wait 20 break");
    expect(shape(movesWith("cut;after=0"))).toBe("wait 20 break");
  });

  test("eof ends as if all were well", () => {
    expect(textOf(movesWith("eof;after=1"))).toBe('data: {"n":1}\n\n');
  });

  test("an error event takes the place of the rest", () => {
    expect(textOf(movesWith("error-in-200;after=1"))).toBe('data: {"n":1}\n\ndata: error\n\n');
  });

  test("a number beyond the end changes nothing but what comes after the end", () => {
    expect(textOf(movesWith("eof;after=99"))).toBe(whole);
  });

  test("drip slices inside characters and loses none", () => {
    const moves = movesWith("drip;bytes=1;ms=3");

    expect(moves.filter(({ type }) => type === "send")).toHaveLength(new TextEncoder().encode(whole).length);
    expect(shape(moves.slice(0, 4))).toBe("send wait 3 send wait 3");
    expect(textOf(moves)).toBe(whole);
  });

  test("crlf changes line ends only", () => {
    expect(textOf(movesWith("crlf"))).toBe(whole.replaceAll("\n", "\r\n"));
  });

  test("bad-json breaks the second event and leaves the others alone", () => {
    const events = textOf(movesWith("bad-json")).split("\n\n");

    expect(events[0]).toBe('data: {"n":1}');
    expect(() => JSON.parse(events[1]?.slice(6) ?? "")).toThrow();
    expect(events[3]).toBe("data: end");
  });

  test("linger holds the connection after the end", () => {
    expect(shape(movesWith("linger;ms=70"))).toBe("send send send send wait 70");
  });

  test("faults work together", () => {
    expect(shape(movesWith("gzip,cut;after=1"))).toBe("send send wait 20 break");
    expect(shape(movesWith("drip;bytes=1000;ms=0,stall;after=1"))).toBe("send hang");
  });
});

import { expect, test } from "bun:test";
import type { StreamReader } from "../../src/core/dialect.ts";
import { bytesOf } from "./trouble.ts";

/** What every format's reader of streams must do, told with a format's own events. */
type StreamCase = {
  readonly readStream: (contentType: string) => StreamReader | null;
  /** An event in the middle whose text talks of the end and of errors. */
  readonly more: string;
  readonly ending: string;
  /** The vendor's own error after a 200. */
  readonly failure: string;
  readonly terminal: string;
};

/** Tests a reader of streams by the rules that hold in every format; gives the state after some events. */
export const testStreamReader = ({ readStream, more, ending, failure, terminal }: StreamCase) => {
  const read = (chunks: readonly Uint8Array[]): string | undefined => {
    const reader = readStream("text/event-stream; charset=utf-8");
    for (const chunk of chunks) reader?.read(chunk);
    reader?.end();
    return reader?.state();
  };
  const stateAfter = (...events: readonly string[]): string | undefined => read(events.map(bytesOf));

  test("a stream is open until its last event, whatever the text in between talks of", () => {
    expect(stateAfter()).toBe("open");
    expect(stateAfter(more)).toBe("open");
    expect(stateAfter(more, ending)).toBe("ended");
  });

  test("the last event counts in any split", () => {
    const bytes = bytesOf(ending);
    for (let cut = 0; cut < bytes.length; cut++)
      expect(read([bytesOf(more), bytes.subarray(0, cut), bytes.subarray(cut)])).toBe("ended");
  });

  test("a vendor's own error makes a stream a failed one, and nothing takes that back", () => {
    expect(stateAfter(more, failure)).toBe("failed");
    expect(stateAfter(failure, ending)).toBe("failed");
  });

  test("what is no event stream is not followed", () => {
    expect(readStream("application/json")).toBeNull();
    expect(readStream("")).toBeNull();
  });

  test("the missing end has a name", () => {
    expect(readStream("text/event-stream")?.terminal).toBe(terminal);
  });

  return stateAfter;
};

import { expect, test } from "bun:test";
import { linesOf } from "../../src/lib/ndjson.ts";

const linesIn = (...rest: Uint8Array[]): Promise<readonly string[]> =>
  Array.fromAsync(
    linesOf(
      new ReadableStream({
        pull: (controller) => {
          const next = rest.shift();
          if (next === undefined) controller.close();
          else controller.enqueue(next);
        },
      }),
    ),
  );

test("lines come whole, however the bytes are cut", async () => {
  const bytes = new TextEncoder().encode('{"a":"é"}\n\n{"b":2}\n');

  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(await linesIn(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(['{"a":"é"}', '{"b":2}']);
  }
});

test("an unfinished last line is dropped", async () => {
  expect(await linesIn(new TextEncoder().encode('{"a":1}\n{"b"'))).toEqual(['{"a":1}']);
});

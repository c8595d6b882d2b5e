import { expect } from "bun:test";
import type { DialectName } from "../../src/core/dialect-name.ts";
import { recorded, recordedTest } from "../support/recordings.ts";

/** Fewer than these, and the loader has lost some: requests, answers, streams. */
const fewest: Readonly<Record<Exclude<DialectName, "unified">, readonly [number, number, number]>> = {
  anthropic: [200, 170, 65],
  gemini: [200, 180, 140],
  "openai-chat": [400, 300, 115],
  "openai-responses": [170, 160, 60],
};

for (const [name, [requests, answers, streams]] of Object.entries(fewest)) {
  recordedTest(`the recordings of ${name} are found: requests, answers and streams`, () => {
    const dialect = name as DialectName; // a key of the table above

    expect(recorded(dialect, "request").length).toBeGreaterThanOrEqual(requests);
    expect(recorded(dialect, "answer").length).toBeGreaterThanOrEqual(answers);
    expect(recorded(dialect, "stream").length).toBeGreaterThanOrEqual(streams);
  });
}

recordedTest("a recorded stream is text that a client could have received, never packed", () => {
  const names: DialectName[] = ["anthropic", "gemini", "openai-chat", "openai-responses"];
  const texts = names.flatMap((name) => recorded(name, "stream").map(({ bytes }) => new TextDecoder().decode(bytes)));

  expect(texts.filter((text) => !/^\s*((event|data|id)?:|\[)/.test(text))).toEqual([]);
});

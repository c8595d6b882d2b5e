import { expect, test } from "bun:test";
import fc from "fast-check";
import { type JsonObject, parsedJson } from "../../src/lib/json.ts";
import { recorded, recordedTest } from "../support/recordings.ts";
import { idleIn, strangersIn, withoutOrigins } from "./laws.ts";
import { spoken } from "./spoken/index.ts";

/** Names that readers ask for, so that the JSON of chance meets them. */
const wellKnown = [
  ...["model", "messages", "role", "content", "system", "tools", "tool_choice", "text", "thinking", "source", "data"],
  ...["contents", "parts", "candidates", "usage", "usageMetadata", "functionCall", "functionResponse", "finishReason"],
  ...["error", "name", "id", "input", "args", "response", "generationConfig", "thinkingConfig", "toolConfig", "thread"],
];

for (const { dialect, normal, beside } of spoken) {
  const { name, readRequest, writeRequest, readAnswer, writeAnswer, readUsage, readFailure } = dialect;

  recordedTest(
    `${name}: a recorded request that is read and written says the same, without a look at where it came from`,
    () => {
      for (const request of recorded(name, "request")) {
        const { body } = writeRequest(withoutOrigins(readRequest(request.body, request.path)));

        expect(normal(body), request.name).toEqual(normal(request.body));
      }
    },
  );

  recordedTest(`${name}: a recorded answer that is read and written says the same`, () => {
    for (const answer of recorded(name, "answer"))
      expect(normal(writeAnswer(withoutOrigins(readAnswer(answer.body)))), answer.name).toEqual(normal(answer.body));
  });

  recordedTest(`${name}: what the words know is never hidden in extras`, () => {
    const requests = recorded(name, "request").map(({ body, path }) => readRequest(body, path));
    const answers = recorded(name, "answer").map(({ body }) => readAnswer(body));

    expect(strangersIn([...requests, ...answers], beside)).toEqual([]);
  });

  recordedTest(`${name}: no list of what extras may hold has an entry that nothing needs`, () => {
    const requests = recorded(name, "request").map(({ body, path }) => readRequest(body, path));
    const answers = recorded(name, "answer").map(({ body }) => readAnswer(body));

    expect(idleIn([...requests, ...answers], beside)).toEqual([]);
  });

  recordedTest(`${name}: a recorded answer is no failure, and a recorded failure is one`, () => {
    for (const answer of recorded(name, "answer")) expect(readFailure(answer.body), answer.name).toBeNull();
    for (const failure of recorded(name, "failure"))
      expect(readFailure(failure.body)?.message.length, failure.name).toBeGreaterThan(0);
  });

  test(`${name}: no JSON makes a reader throw, or its writer`, () => {
    const names = Object.keys(beside).concat(wellKnown);
    const key = fc.oneof(fc.constantFrom(...names), fc.string());
    const { json } = fc.letrec<{ json: unknown; list: unknown[]; object: JsonObject }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom(null, true, "", "text", "type", -1, 1e30),
        tie("list"),
        tie("object"),
      ),
      list: fc.array(tie("json"), { maxLength: 3 }),
      object: fc.dictionary(key, tie("json"), { maxKeys: 6 }),
    }));

    fc.assert(
      fc.property(fc.dictionary(key, json, { maxKeys: 8 }), fc.string(), (any, path) => {
        const body = parsedJson(JSON.stringify(any)) as JsonObject; // as it would come

        expect(JSON.stringify(writeRequest(readRequest(body, path)).body)).toStartWith("{");
        expect(JSON.stringify(writeAnswer(readAnswer(body)))).toStartWith("{");
        expect(readUsage(body).anomalies).toBeGreaterThanOrEqual(0);
        readFailure(body);
      }),
      { numRuns: 500 },
    );
  });
}

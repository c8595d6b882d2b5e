import { expect, test } from "bun:test";
import { checkContents, checkSignatures } from "../../../src/simulator/gemini/checks.ts";

const user = { role: "user", parts: [{ text: "hi" }] };
const call = (more: object = {}) => ({ role: "model", parts: [{ functionCall: { name: "x", args: {} }, ...more }] });
const result = { role: "user", parts: [{ functionResponse: { name: "x", response: {} } }] };

test.each([
  [{ contents: [user], generation_konfig: {} }, 'Unknown name "generation_konfig"'],
  [{ contents: [user, call(), user] }, "1 function calls, but 0"],
  [
    { contents: [user, call(), { role: "user", parts: [...result.parts, ...result.parts] }] },
    "1 function calls, but 2",
  ],
  [{ contents: [user, result] }, "0 function calls, but 1"],
])("%j is refused", (request, words) => {
  expect(() => checkContents(request)).toThrow(words);
});

test("both spellings are known, and a call may be the last that was said", () => {
  for (const settings of ["generationConfig", "generation_config"])
    expect(() => checkContents({ contents: [user, call(), result, call()], [settings]: {} })).not.toThrow();
});

test("the newest models want a call's signature back, as long as the user has not spoken since", () => {
  const signed = call({ thoughtSignature: "abc" });
  const check =
    (contents: readonly object[], model = "gemini-3-pro-preview") =>
    () =>
      checkSignatures({ contents }, model);

  expect(check([user, call(), result])).toThrow("thought_signature");
  expect(check([user, signed, result])).not.toThrow();
  expect(check([user, signed, call(), result])).not.toThrow(); // pieces of one turn
  expect(check([user, call(), result, user])).not.toThrow();
  expect(check([user, call(), result], "gemini-2.5-pro")).not.toThrow();
});

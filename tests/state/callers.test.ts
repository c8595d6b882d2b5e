import { expect, test } from "bun:test";
import { createCallers } from "../../src/state/callers.ts";

const asked = (headers: Readonly<Record<string, string>>, query = ""): Request =>
  new Request(`http://127.0.0.1:8080/v1/messages${query}`, { headers });

const callerOf = createCallers(() => "a secret of this installation");

test("one key is one caller, wherever it is shown", () => {
  const shown = callerOf(asked({ "x-api-key": "sk-ant-one" })).key;
  expect(shown).not.toBeNull();
  expect(callerOf(asked({ "x-api-key": "sk-ant-one" })).key).toBe(shown);
  expect(callerOf(asked({ authorization: "Bearer sk-ant-one" })).key).toBe(shown);
  expect(callerOf(asked({}, "?alt=sse&key=sk-ant-one")).key).toBe(shown);
});

test("another key, or another installation, is another caller", () => {
  const shown = callerOf(asked({ "x-api-key": "sk-ant-one" })).key;
  expect(callerOf(asked({ "x-api-key": "sk-ant-two" })).key).not.toBe(shown);
  expect(createCallers(() => "another secret")(asked({ "x-api-key": "sk-ant-one" })).key).not.toBe(shown);
});

test("the mark of a key holds nothing of it", () => {
  expect(callerOf(asked({ "x-api-key": "sk-ant-one" })).key).not.toContain("sk-ant");
});

test("who shows no key is nobody in particular", () => {
  expect(callerOf(asked({}))).toEqual({ token: null, key: null });
});

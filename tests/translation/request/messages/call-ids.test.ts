import { expect, test } from "bun:test";
import { callIdsTaken } from "../../../../src/translation/request/messages/call-ids.ts";
import { after, from, to } from "../../../support/steps.ts";

const chat = (id: string) =>
  from.chat([
    { role: "assistant", tool_calls: [{ id, type: "function", function: { name: "f", arguments: "{}" } }] },
    { role: "tool", tool_call_id: id, content: "x" },
  ]);

const idsFor = (id: string, place: (typeof to)[keyof typeof to]): readonly (string | undefined)[] =>
  after([callIdsTaken], chat(id), place).said.map((line) => /\((\w[^,:]*)/.exec(line)?.[1]);

test("an id that the vendor takes stays; another becomes one that it takes, the same one each time, and the pair stays one", () => {
  expect(idsFor("toolu_1", to.anthropic)).toEqual(["toolu_1", "toolu_1"]);
  const [made, again] = idsFor("functions.f:0", to.anthropic);
  expect(made).toMatch(/^[a-z0-9]{24}$/);
  expect(again).toBe(made);
  expect(idsFor("functions.f:0", to.anthropic)).toEqual([made, made]);
  expect(idsFor("functions.f:1", to.anthropic)).not.toEqual([made, made]);
});

test("one vendor wants nine letters and digits, another no more than 64 signs", () => {
  expect(idsFor("call_abc", to.mistral)[0]).toMatch(/^[a-zA-Z0-9]{9}$/);
  expect(idsFor("Ab3Ab3Ab3", to.mistral)[0]).toBe("Ab3Ab3Ab3");
  expect(idsFor("c".repeat(65), to.responses)[0]?.length).toBe(24);
  expect(idsFor("c".repeat(64), to.responses)[0]).toBe("c".repeat(64));
});

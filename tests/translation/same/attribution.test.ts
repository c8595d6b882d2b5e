import { expect, test } from "bun:test";
import { attributionEdits, mayHoldAttribution } from "../../../src/translation/same/attribution.ts";

const line = "x-anthropic-billing-header: cc_version=2.1; cch=1;";
const block = (text: string) => ({ type: "text", text });

test("the line that changes with every request goes, wherever in the system it stands", () => {
  const edit = { kind: "body", by: "attribution" };

  expect(attributionEdits({ system: [block(line), block("You are.")] })).toEqual([
    { ...edit, do: "remove", path: ["system", 0] },
  ] as never);
  expect(attributionEdits({ system: [block(line)] })).toEqual([{ ...edit, do: "remove", path: ["system"] }] as never);
  expect(attributionEdits({ system: `${line}\n\nYou are.` })).toEqual([
    { ...edit, do: "set", path: ["system"], value: "You are." },
  ] as never);
  expect(attributionEdits({ system: [block(`${line}\nYou are.`)] })).toEqual([
    { ...edit, do: "set", path: ["system", 0, "text"], value: "You are." },
  ] as never);
  expect(attributionEdits({ system: line })).toEqual([{ ...edit, do: "remove", path: ["system"] }] as never);
});

test("a system that only speaks of it stays", () => {
  expect(attributionEdits({ system: [block(`Never send ${line}`)] })).toEqual([]);
  expect(attributionEdits({})).toEqual([]);
  expect(mayHoldAttribution(new TextEncoder().encode("no line"))).toBe(false);
});

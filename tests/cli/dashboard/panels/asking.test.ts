import { expect, test } from "bun:test";
import { keyOf } from "../../../../cli/dashboard/data/answers.ts";
import { askingLine } from "../../../../cli/dashboard/panels/asking.ts";

const question = { name: "config", ask: {} } as const;
const text = (problem: string | null) =>
  askingLine({ [keyOf(question)]: { at: 1, value: undefined, problem } }, question)[0]?.text;

test("what is not there yet is asked for, or there is a reason why it does not come", () => {
  expect(text(null)).toBe(" asking the proxy …");
  expect(text("the daemon is busy")).toBe(" the daemon is busy");
  expect(askingLine({}, question)[0]?.text).toBe(" asking the proxy …");
});

import { expect, test } from "bun:test";
import { chosenAction } from "../../cli/chosen-action.ts";

const actions = { list: 1, create: 2, revoke: 3 };

test("a word chooses, and one that is nearly right is corrected", () => {
  expect(chosenAction("token", "create", actions)).toBe(2);
  expect(() => chosenAction("token", "craete", actions)).toThrow(
    expect.objectContaining({
      message: 'token knows list, create and revoke, not "craete".',
      hint: "Try: proxy-cli token create",
    }),
  );
  expect(() => chosenAction("token", "toString", actions)).toThrow("token knows");
});

import { expect, test } from "bun:test";
import { policyOf, policyWith, reaches } from "../../../src/memory/policy/index.ts";

const silent = {
  ...{ minMessages: 0, minTokens: 0, keep: 0, excludeTools: [], dropsBoundThinking: false },
  ...{ environments: true, imageAge: 3 },
};

test("V5: what nobody has said is as the mode has it, what somebody has said counts in every mode", () => {
  for (const mode of ["lossless", "balanced", "aggressive"] as const) {
    expect(policyWith(mode, silent)).toEqual(policyOf(mode));
    const said = { ...silent, minMessages: 10, minTokens: 500, keep: 9, excludeTools: ["Read"], environments: false };
    expect(policyWith(mode, said)).toEqual({ ...policyOf(mode), ...said });
  }
});

test("a mode reaches itself and those that are more careful", () => {
  expect([reaches("balanced", "lossless"), reaches("balanced", "balanced"), reaches("balanced", "aggressive")]).toEqual(
    [true, true, false],
  );
});

import { expect, test } from "bun:test";
import { bodyChanges, changedBody } from "../../src/translation/body.ts";
import { usual } from "../../src/translation/takes.ts";

const takes = usual["openai-chat"];

test("a vendor without fields of its own gets the body as it is", () => {
  const body = { model: "m", seed: 1, tool_choice: "required" };

  expect(bodyChanges(body, takes)).toEqual([]);
  expect(changedBody(body, [])).toBe(body);
});

test("fields get the vendor's names, and those that it refuses go", () => {
  const own = {
    ...takes,
    fields: ["model", "random_seed", "tool_choice"],
    renamedFields: { seed: "random_seed" },
    requiredWord: "any",
  };
  const body = { model: "m", seed: 1, tool_choice: "required", logit_bias: {}, stream_options: {} };
  const changes = bodyChanges(body, own);

  expect(changedBody(body, changes)).toEqual({ model: "m", random_seed: 1, tool_choice: "any" });
  expect(changes.filter((change) => change.do === "remove" && change.isLost)).toMatchObject([{ name: "logit_bias" }]);
});

test("a field that is there under both names keeps the vendor's", () => {
  const own = { ...takes, renamedFields: { seed: "random_seed" } };
  const body = { seed: 1, random_seed: 2 };

  expect(changedBody(body, bodyChanges(body, own))).toEqual({ random_seed: 2 });
});

test("a field that is refused goes though all others may stay", () => {
  const own = { ...takes, refusedFields: ["logit_bias"] };

  expect(changedBody({ logit_bias: {}, top: 1 }, bodyChanges({ logit_bias: {}, top: 1 }, own))).toEqual({ top: 1 });
});

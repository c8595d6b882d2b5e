import { expect, test } from "bun:test";
import type { Line } from "../../../../cli/dashboard/frame/line.ts";
import { sentLines, stepLines } from "../../../../cli/dashboard/request/led.ts";
import type { RequestDetail } from "../../../../src/core/request-detail.ts";
import { okDetail } from "../../../support/request-details.ts";

const textsOf = (lines: readonly Line[]) =>
  lines.map((line) =>
    line
      .map(({ text }) => text)
      .join("")
      .trimEnd(),
  );

const decision: NonNullable<RequestDetail["routed"]["decision"]> = {
  ...{ rule: "models.cn", upstream: "cn", from: "anthropic", to: "openai-chat", asked: "claude-x", model: "glm-4.6" },
  steps: [
    { about: "upstream", rule: "session pin", isTaken: false, why: "there is none" },
    { about: "model", rule: "models.cn", isTaken: true, why: "claude-*: glm-4.6" },
  ],
};
const losses = [{ rule: "thinking.foreign", what: "dropped", count: 2, why: "thoughts of another vendor" }] as const;
const led = { ...okDetail, routed: { decision, losses, edits: [{ by: "usage", count: 1 }] } };

test("what was said otherwise there, what was lost and what we changed", () => {
  expect(textsOf(sentLines(led, 80))).toEqual([
    "Translated anthropic -> openai-chat",
    "Asked for  claude-x -> glm-4.6",
    "Lost       thinking.foreign  dropped in 2 places: thoughts of another vendor",
    "Changed    usage 1 place",
  ]);
});

test("what went as it came has nothing to tell, and no steps where none are known", () => {
  expect(sentLines(okDetail, 80)).toEqual([]);
  expect(stepLines(okDetail, 80)).toEqual([]);
});

test.each([36, 56, 76, 196])("what had a say is marked among what was looked at, in %d cells", (width) => {
  const texts = textsOf(stepLines(led, width));

  expect(texts.slice(0, 4)).toEqual([
    "",
    "Looked at",
    "    session pin: there is none",
    "  > models.cn: claude-*: glm-4.6",
  ]);
  expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(width);
});

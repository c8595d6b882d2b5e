import { expect, test } from "bun:test";
import { decidingSteps, editText, formatsText, lossText, modelsText, tryText } from "../../../cli/output/led.ts";
import { triedOnce } from "../../support/tried.ts";

test("a name that stayed is told once, one that changed twice", () => {
  expect(modelsText({ asked: "claude-x", model: "glm-4.6" })).toBe("claude-x -> glm-4.6");
  expect(modelsText({ asked: "claude-x", model: "claude-x" })).toBe("claude-x");
  expect(modelsText({ asked: null, model: "glm-4.6" })).toBe("glm-4.6");
  expect(modelsText({ asked: null, model: null })).toBeNull();
  expect(formatsText({ from: "anthropic", to: "openai-chat" })).toBe("anthropic -> openai-chat");
  expect(formatsText({ from: "gemini", to: "gemini" })).toBe("gemini");
  expect(formatsText({ from: null, to: null })).toBeNull();
});

test("a loss is told with its rule, in how many places, and why", () => {
  const loss = { rule: "thinking.foreign", what: "dropped", count: 2, why: "thoughts of another vendor" } as const;

  expect(lossText(loss)).toBe("thinking.foreign  dropped in 2 places: thoughts of another vendor");
  expect(editText({ by: "usage", count: 1 })).toBe("usage 1 place");
});

test("of the steps those count that had a say", () => {
  const step = (rule: string, isTaken: boolean) => ({ about: "upstream", rule, isTaken, why: "" }) as const;
  const decision = { rule: "b", upstream: "x", from: null, to: null, asked: null, model: null };

  const deciding = decidingSteps({ ...decision, steps: [step("a", false), step("b", true)] });

  expect(deciding.map(({ rule }) => rule)).toEqual(["b"]);
});

test("a try is told with its key, what came of it, and how long was waited after it", () => {
  expect(tryText(triedOnce())).toBe("anthropic  refused after 2.0 ms: nobody listens there");
  expect(tryText(triedOnce({ key: "...x1", what: "declined", reason: "limited", why: "429", waitedMs: 7000 }))).toBe(
    "anthropic (key ...x1)  limited after 2.0 ms: 429; then 7.0 s were waited",
  );
  expect(tryText(triedOnce({ what: "skipped", reason: "open", why: "refused 5 times" }))).toBe(
    "anthropic  not asked: refused 5 times",
  );
});

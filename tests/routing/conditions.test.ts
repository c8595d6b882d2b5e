import { describe, expect, test } from "bun:test";
import { conditionsOf, type When } from "../../src/routing/conditions.ts";
import { fit, nowhere } from "../../src/routing/route.ts";
import type { Known, Traits } from "../../src/routing/traits.ts";
import { canaries } from "../support/canary.ts";
import { traitsWith } from "../support/routing.ts";

const known = (more: Partial<Known> = {}) => ({
  content: () => ({
    unknown: null,
    images: 0,
    tools: ["Bash", "web_search"],
    isThinking: false,
    inputTokens: () => 41_200,
    ...more,
  }),
});

const asked = (when: When, traits: Partial<Traits> = known()) =>
  fit({ label: "routes[1]", conditions: conditionsOf(when), to: nowhere }, traitsWith(traits));

/** A rule, a request, whether the one is for the other, and the reason that is left. */
const table: readonly (readonly [When, Partial<Traits>, boolean, string])[] = [
  [{}, {}, true, "is for every request"],
  [{ dialect: "anthropic" }, {}, true, "speaks anthropic"],
  [{ dialect: "openai" }, { dialect: "openai-responses" }, true, "speaks openai-responses"],
  [{ dialect: ["gemini", "openai-chat"] }, {}, false, "speaks anthropic, not gemini or openai-chat"],
  [{ dialect: "anthropic" }, { dialect: null, manner: "anthropic" }, true, "speaks anthropic"],
  [{ model: "claude-*" }, {}, true, "model claude-sonnet-4-5 is claude-*"],
  [{ model: ["gpt-*", "o3"] }, { model: "o3" }, true, "model o3"],
  [{ model: "gpt-*" }, {}, false, "model claude-sonnet-4-5 is not gpt-*"],
  [{ model: "*" }, { model: null }, false, "no model is known"],
  [{ path: "/v1/embeddings" }, { path: "/v1/embeddings" }, true, "path /v1/embeddings"],
  [{ client: "claude-*" }, { client: "claude-cli" }, true, "client claude-cli is claude-*"],
  [{ client: "claude-*" }, {}, false, "no client is known"],
  [{ session: "work-*" }, { session: () => "work-1" }, true, "session work-1 is work-*"],
  [{ stream: true }, { stream: true }, true, "wants a stream"],
  [{ stream: true }, {}, false, "wants no stream"],
  [
    { background: true },
    { model: "claude-haiku-4-5" },
    true,
    "claude-haiku-4-5 is a small model of the client's choice",
  ],
  [{ background: true }, { model: "gpt-5.4-nano" }, true, "gpt-5.4-nano is a small model of the client's choice"],
  [{ background: true }, {}, false, "claude-sonnet-4-5 is no small model"],
  [{ background: false }, {}, true, "claude-sonnet-4-5 is no small model"],
  [{ thinking: true }, known({ isThinking: true }), true, "asks for thoughts"],
  [{ thinking: false }, known({ isThinking: true }), false, "asks for thoughts"],
  [{ tools: true }, known(), true, "has 2 tools"],
  [{ tools: false }, known({ tools: [] }), true, "has no tools"],
  [{ tools: ["web_*"] }, known(), true, "has the tool web_search"],
  [{ tools: ["Read"] }, known(), false, "has no tool Read"],
  [{ images: true }, known({ images: 2 }), true, "has 2 images"],
  [{ images: true }, known(), false, "has no image"],
  [{ images: false }, known(), true, "has no image"],
  [{ input_tokens: { above: 30_000 } }, known(), true, "41,200 input tokens > 30,000"],
  [{ input_tokens: { above: 60_000 } }, known(), false, "41,200 input tokens <= 60,000"],
  [{ input_tokens: { below: 60_000 } }, known(), true, "41,200 input tokens < 60,000"],
  [{ input_tokens: { above: 1, below: 41_200 } }, known(), false, "41,200 input tokens >= 41,200"],
  [
    { model: "claude-*", images: true },
    known({ images: 1 }),
    true,
    "model claude-sonnet-4-5 is claude-*, has an image",
  ],
];

describe("a rule is for a request", () => {
  for (const [when, traits, fits, why] of table)
    test(`${JSON.stringify(when)}: ${fits ? "yes" : "no"}, ${why}`, () => {
      expect(asked(when, traits)).toEqual({ fits, why });
    });
});

test("what nobody can know is not met, and the reason says so", () => {
  const content = () => ({ unknown: "its body is too large to be looked at" });

  for (const when of [{ images: false }, { tools: false }, { thinking: false }, { input_tokens: { below: 1e9 } }])
    expect(asked(when, { content })).toEqual({ fits: false, why: "its body is too large to be looked at" });
});

test("a body is read only when all that costs nothing is met", () => {
  const content = () => {
    throw new Error("was read");
  };

  expect(asked({ input_tokens: { above: 1 }, images: true, model: "gpt-*" }, { content }).fits).toBe(false);
});

test("tokens are estimated last", () => {
  const inputTokens = () => {
    throw new Error("was estimated");
  };

  expect(asked({ input_tokens: { above: 1 }, images: true }, known({ inputTokens })).fits).toBe(false);
});

test("what a client said is quoted without keys, and no longer than a line", () => {
  const name = `x-${canaries.anthropic}`;
  const said = [
    asked({ model: "gpt-*" }, { model: name }),
    asked({ session: "team-*" }, { session: () => name }),
    asked({ path: "/v1/files" }, { path: `/v1/${canaries.anthropic}` }),
    asked({ tools: ["x-*"] }, known({ tools: [name] })),
    asked({ background: true }, { model: `${name}${"m".repeat(200)}` }),
  ];

  for (const { why } of said) {
    expect(why).not.toContain(canaries.anthropic.slice(0, 24));
    expect(why.length).toBeLessThan(120);
  }
});

import { expect, test } from "bun:test";
import { readConfigFile } from "../../../src/config/layers/config-file.ts";
import { checkValue, loadConfig } from "../../../src/config/layers/load.ts";
import { asProxyError } from "../../../src/core/errors.ts";
import { complaintsOf } from "../../support/problems.ts";

const complaints = (text: string): readonly string[] =>
  complaintsOf((complain) => readConfigFile(text, "config.yaml", complain))[1];

test("everything that a rule can ask and say is taken as it is written", () => {
  const text = `routes:
- name: all
  when:
    dialect: [anthropic, openai]
    model: "claude-*"
    path: [/v1/messages]
    client: claude-*
    session: work-*
    stream: true
    background: false
    thinking: true
    tools: ["web_*"]
    images: false
    input_tokens: {above: 1000, below: 90000}
  to: {upstream: cn, model: glm-4.6, dialect: openai-chat, thinking: true, scale_tokens: 0.5}
- to: {model: x}
`;

  const { values } = loadConfig({ text, file: "config.yaml", env: {}, flags: {} });

  expect(values.routes).toHaveLength(2);
  expect(values.routes[0]).toMatchObject({ name: "all", when: { tools: ["web_*"] }, to: { scale_tokens: 0.5 } });
});

test("what is wrong in a rule is told at its own line", () => {
  expect(complaints("routes:\n- when:\n    modl: x\n  to: {}\n")).toEqual([
    'x config.yaml:3:5  routes.0.when.modl  unknown key, did you mean "model"?',
  ]);
  expect(complaints('routes:\n- when:\n    model: "{a"\n  to: {}\n')).toEqual([
    'x config.yaml:3:12  routes.0.when.model  must be a pattern such as claude-* ({a,b} and ? work too), or a list of them, got "{a"',
  ]);
  expect(complaints("routes:\n- when: {images: maybe}\n")).toEqual([
    'x config.yaml:2:18  routes.0.when.images  must be true or false, got "maybe"',
    "x config.yaml:2:3  routes.0.to  missing",
  ]);
  expect(complaints("routes:\n- to: {dialect: claude}\n")).toEqual([
    'x config.yaml:2:17  routes.0.to.dialect  must be one of anthropic, openai, openai-chat, openai-responses, gemini, got "claude"',
  ]);
  expect(complaints("routes: {to: {}}\n")).toEqual([
    expect.stringContaining("config.yaml:1:9  routes  must be a list"),
  ]);
  expect(complaints("routes:\n- when: {input_tokens: {over: 5}}\n  to: {}\n")).toEqual([
    expect.stringContaining("routes.0.when.input_tokens.over  unknown key"),
  ]);
});

test("what is wrong in a map of models is told at its own line", () => {
  expect(complaints("models:\n  cn:\n    claude-*: 5\n")).toEqual([
    "x config.yaml:3:15  models.cn.claude-*  must be a text, got 5",
  ]);
  expect(complaints('models:\n  cn:\n    "a b": x\n')).toEqual([
    "x config.yaml:3:5  models.cn.a b  must be the name of a model; may have *, ? and {a,b} in it",
  ]);
});

test("a length that no prompt can have is a mistake", () => {
  const length = (said: string): readonly string[] =>
    complaints(`routes:\n- when: {input_tokens: ${said}}\n  to: {model: x}\n`);

  expect(length("{above: 90000, below: 1000}")).toEqual([
    expect.stringContaining("routes.0.when.input_tokens  must have a number between above and below"),
  ]);
  expect(length("{above: 5, below: 6}")).toHaveLength(1);
  for (const good of ["{above: 5, below: 7}", "{above: 5}", "{below: 1}"]) expect(length(good), good).toEqual([]);
});

test("a list or a map cannot be said in one word: it lives in the file", () => {
  const refusal = (name: "routes" | "models"): string => {
    try {
      checkValue(name, "x");
      return "taken";
    } catch (thrown) {
      return asProxyError(thrown).message;
    }
  };

  expect(refusal("routes")).toStartWith(
    "routes must be a list of rules, such as [{ when: { images: true }, to: { upstream: cn } }], got",
  );
  expect(refusal("models")).toStartWith("models must be a map of upstreams (or *), each with");
});

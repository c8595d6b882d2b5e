import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathsUnder } from "../../src/config/paths.ts";
import { readSettings } from "../../src/config/read.ts";
import { asProxyError } from "../../src/core/errors.ts";
import { noOrders } from "../../src/lifecycle/orders.ts";
import { providers } from "../../src/providers/index.ts";
import { scratchFolder } from "../support/scratch.ts";

/** What is said of a config.yaml, line by line; empty where it can be used. */
const said = (text: string, env: Record<string, string> = {}): readonly string[] => {
  const home = scratchFolder();
  writeFileSync(join(home, "config.yaml"), text);
  try {
    readSettings({ paths: pathsUnder(home), orders: noOrders, env, providers });
    return [];
  } catch (thrown) {
    return asProxyError(thrown).message.replaceAll(`${home}/`, "").split("\n");
  }
};

test("a rule may name every upstream there is, and auto", () => {
  expect(
    said("routes:\n- to: {upstream: cn, model: glm-4.6}\n- to: {upstream: auto}\n- to: {dialect: openai}\n"),
  ).toEqual([]);
  expect(
    said('models: {"*": {a: b}, cn: {claude-*: glm-4.6}}\nrouter: {think: "cn,glm-5", image: glm-4.6v}\n'),
  ).toEqual([]);
});

test("an upstream that is not there is told with its line, and what was meant", () => {
  expect(said("routes:\n- name: x\n  to:\n    upstream: opnai\n")).toEqual([
    expect.stringMatching(
      /^config\.yaml:4:5 {2}routes\.0\.to\.upstream {2}there is no upstream of this name; known: anthropic, .*, got "opnai", did you mean "openai"\?$/,
    ),
  ]);
  expect(said("models:\n  cnn: {a: b}\n")[0]).toStartWith(
    "config.yaml:2:3  models.cnn  there is no upstream of this name",
  );
  expect(said('router:\n  think: "cnn,glm-5"\n')[0]).toStartWith("config.yaml:2:3  router.think  there is no upstream");
  expect(said("", { PROXY_ROUTER_THINK: "cnn,glm-5" })[0]).toStartWith(
    "env PROXY_ROUTER_THINK  router.think  there is no",
  );
});

test("a format that is not spoken there is told before any request could miss it", () => {
  expect(said("routes:\n- to: {upstream: cn, dialect: gemini}\n")).toEqual([
    "config.yaml:2:22  routes.0.to.dialect  is not spoken at cn, only anthropic, openai-chat, got gemini",
  ]);
  expect(said("routes:\n- to: {upstream: cn, dialect: openai}\n")).toEqual([]);
});

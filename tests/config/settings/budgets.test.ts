import { expect, test } from "bun:test";
import { readConfigFile } from "../../../src/config/layers/config-file.ts";
import { loadConfig } from "../../../src/config/layers/load.ts";
import { tokensIn } from "../../../src/config/settings/budgets.ts";
import { complaintsOf } from "../../support/problems.ts";

const complaints = (text: string): readonly string[] =>
  complaintsOf((complain) => readConfigFile(text, "config.yaml", complain))[1];

test("everything that a budget can say is taken as it is written", () => {
  const text = `budgets:
- name: daily
  per: day
  each: client
  when: { client: claude-*, token: [ci, dev], upstream: cn, model: "{opus,sonnet}*" }
  dollars: 5
  tokens: 2M
  requests: 100
  minutes: 30
  warn_at: 0.5
  on_over: pause
  unknown: stop
- { name: small, per: session, dollars: 0.5 }
loops: { same_call: 3, on_loop: stop }
`;

  const { values } = loadConfig({ text, file: "config.yaml", env: {}, flags: {} });

  expect(values.budgets).toHaveLength(2);
  expect(values.budgets[0]).toMatchObject({ per: "day", tokens: "2M", on_over: "pause" });
  expect([values["loops.same_call"], values["loops.on_loop"]]).toEqual([3, "stop"]);
});

test("what is wrong in a budget is told at its own line, with what it must be", () => {
  const wrong = (line: string): string => complaints(`budgets:\n- name: a\n  per: day\n  ${line}\n`).join("\n");

  expect(wrong("dolars: 5")).toContain('config.yaml:4:3  budgets.0.dolars  unknown key, did you mean "dollars"?');
  expect(wrong("dollars: -5")).toContain("must be a number of dollars above 0, such as 5 or 0.50");
  expect(wrong("tokens: lots")).toContain("must be a number of tokens, such as 200000, 200k or 2M");
  expect(wrong("each: person")).toContain("must be one of client, token, upstream, model");
  expect(wrong("on_over: explode")).toContain("must be one of warn, pause, stop");
  expect(wrong("warn_at: 80")).toContain("must be a share from 0 to 1, such as 0.8");
  expect(wrong("when: { client: a }")).toContain("must have a limit: dollars, tokens, requests or minutes");
  expect(complaints("budgets:\n- { name: a b, per: day, dollars: 1 }\n").join()).toContain("letters, digits and . _ -");
  expect(complaints("budgets:\n- { name: a, dollars: 1 }\n").join()).toContain("budgets.0.per  missing");
  expect(
    complaints("budgets:\n- { name: a, per: day, dollars: 1 }\n- { name: a, per: day, dollars: 2 }\n").join(),
  ).toContain("must have a name of its own each");
});

test("tokens are counted as people write them", () => {
  expect([tokensIn(5), tokensIn("200k"), tokensIn("1.5M"), tokensIn("1b")]).toEqual([5, 200_000, 1_500_000, 1e9]);
  expect([tokensIn(""), tokensIn("0"), tokensIn("-1"), tokensIn("2T"), tokensIn("1e9")]).toEqual(Array(5).fill(null));
});

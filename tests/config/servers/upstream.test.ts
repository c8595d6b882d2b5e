import { describe, expect, test } from "bun:test";
import { upstreamFrom } from "../../../src/config/servers/upstream.ts";
import { providers } from "../../../src/providers/index.ts";
import { complaintsOf } from "../../support/problems.ts";

const where = { file: "servers.yaml", line: 1, column: 1 };
const make = (said: Readonly<Record<string, unknown>>, source = "servers.yaml") => {
  const fields = Object.entries(said).map(
    ([field, value]) => [field, { name: `upstreams.mine.${field}`, value, source, where }] as const,
  );
  const means = { providers, shipped: [], secrets: { MY_KEY: "sk-secret" }, readFile: () => "" };
  return complaintsOf((complain) => upstreamFrom("mine", { where, fields: new Map(fields) }, means, complain));
};

describe("D-07: everything that is wrong with an upstream is told at once", () => {
  test("its type, its address and its key", () => {
    const [upstream, complaints] = make({ type: "opnai", endpoint: "htps://x.example", api_key: "${NOT_SET}" });

    expect(upstream).toBeNull();
    expect(complaints).toEqual([
      expect.stringMatching(/upstreams\.mine\.type {2}unknown "opnai"; .*did you mean "openai"\?/),
      expect.stringMatching(/endpoint {2}htps: is not http or https, .*did you mean "https:\/\/x\.example"\?/),
      expect.stringMatching(/api_key {2}\$\{NOT_SET\} is not set .*try: export NOT_SET=/),
    ]);
  });

  test("an address without its beginning", () => {
    expect(make({ type: "openai", endpoint: "api.example.com/v1" })[1]).toEqual([
      expect.stringContaining('not a URL, got "api.example.com/v1", did you mean "https://api.example.com/v1"?'),
    ]);
  });

  test("what has been told where it was read is not told again", () => {
    expect(make({ type: "openai", endpoint: undefined })).toEqual([null, []]);
  });
});

test("a key is shown by where it comes from", () => {
  const hint = (key: string, source?: string) =>
    make({ type: "openai", endpoint: "https://x.example", api_key: key }, source)[0]?.keyHint;

  expect(hint("abcdefghijklmnop")).toBe("...mnop");
  expect(hint("${MY_KEY}")).toBe("env MY_KEY");
  expect(hint("abcdefghijklmnop", "env LLM_API_KEY")).toBe("env LLM_API_KEY");
  expect(hint("abcdefghijklmnop", "command line")).toBe("from the command line");
});

test("a key as examples have it is odd", () => {
  for (const key of ["your-cn-api-key", "sk-your-key-here", "sk-...", "your_openai_api_key_here"]) {
    expect(make({ type: "openai", endpoint: "https://x.example", api_key: key })[1]).toEqual([
      expect.stringContaining("looks like a placeholder"),
    ]);
  }
});

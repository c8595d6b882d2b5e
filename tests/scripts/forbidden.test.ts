import { describe, expect, test } from "bun:test";
import { forbiddenProblems, vendorNames } from "../../scripts/forbidden.ts";
import { parse } from "../../scripts/source.ts";

const vendors = new Set(["anthropic", "zai"]);
const problems = (text: string, path = "src/server/listen.ts"): string[] =>
  forbiddenProblems([parse(path, text)], vendors).map(({ message }) => message);

describe("what no file may do", () => {
  test.each([
    ["calls fetch", "await fetch(url);"],
    ["calls fetch", "await globalThis.fetch(url);"],
    ["touches process", "const home = process.env.HOME;"],
    ["touches process", 'import { env } from "node:process";'],
    ["touches process", "const { env } = process;"],
    ["touches process", "start(process);"],
    ["touches process", "const key = Bun.env.KEY;"],
    ["mutates by Object.assign", "Object.assign(a, b);"],
    ["splits a body", "const [a, b] = response.body.tee();"],
    ["splits a body", "const copy = request.clone();"],
    ["opens a WebSocket", "new WebSocket(url);"],
    ["uses AbortSignal.timeout", "send({ signal: AbortSignal.timeout(5) });"],
    ["compares with a vendor's name", 'if (provider.name === "anthropic") go();'],
    ["compares with a vendor's name", 'if ("zai" !== name) go();'],
    ["compares with a vendor's name", 'switch (name) { case "zai": go(); }'],
  ])("%s: %s", (what, text) => {
    expect(problems(text)).toEqual([expect.stringContaining(what)]);
  });

  test("comments and strings are not calls", () => {
    expect(problems('// fetch(url), process.env\nconst text = "fetch(url) process.env .tee()";')).toEqual([]);
  });

  test("the files with a reason may", () => {
    expect(problems("await fetch(url);", "src/upstream/send.ts")).toEqual([]);
    expect(problems("process.exit(0);", "src/main.ts")).toEqual([]);
    expect(problems('if (vendor === "zai") go();', "src/simulator/answer.ts")).toEqual([]);
  });
});

test("vendors are known by their files and by the names that they give themselves", () => {
  const names = vendorNames([
    parse("src/providers/zai.ts", 'export const zai = { name: "z.ai", upstreams: [{ name: "cn" }] };'),
  ]);

  expect([...names].sort()).toEqual(["cn", "z.ai", "zai"]);
});

import { expect, test } from "bun:test";
import type { Command } from "../../cli/command.ts";
import { parseInput } from "../../cli/parse.ts";

const command: Command = {
  args: "[name]",
  summary: "",
  options: [
    { flags: "--port <port>", summary: "x" },
    { flags: "--now", summary: null },
  ],
  examples: [],
  run: async () => 0,
};

test("arguments, options and what every command takes", () => {
  const { args, flags } = parseInput("x", command, ["--json", "cn", "--port=5", "--now"]);

  expect(args).toEqual(["cn"]);
  expect([flags.text("port"), flags.has("now"), flags.has("json"), flags.has("color")]).toEqual([
    "5",
    true,
    true,
    true,
  ]);
});

test("a dash alone is an argument", () => {
  expect(parseInput("x", command, ["-"]).args).toEqual(["-"]);
});

test("mistakes are usage errors with the nearest option", () => {
  expect(() => parseInput("x", command, ["--prot", "1"])).toThrow('unknown option "--prot". Did you mean --port?');
  expect(() => parseInput("x", command, ["--port"])).toThrow("argument missing");
  expect(() => parseInput("x", command, ["a", "b"])).toThrow('too many arguments, the last is "b"');
});

test("the options of another program stay that program's", () => {
  const passing = { ...command, args: "<program...>", passThrough: true };

  expect(parseInput("run", passing, ["--port", "1", "claude", "--json", "-p"]).args).toEqual([
    "claude",
    "--json",
    "-p",
  ]);
});

test("a word behind an action that takes none is refused, with the action that would do", async () => {
  const { default: upstreams } = await import("../../cli/commands/upstreams.ts");
  const { default: trace } = await import("../../cli/commands/trace.ts");

  expect(() => parseInput("upstreams", upstreams, ["list", "nope"])).toThrow('upstreams list takes no "nope".');
  expect(() => parseInput("trace", trace, ["clear", "nope"])).toThrow('trace clear takes no "nope".');
  expect(parseInput("upstreams", upstreams, ["show", "cn"]).args).toEqual(["show", "cn"]);
});

import { expect, test } from "bun:test";
import { commands } from "../../../../cli/commands/index.ts";
import { readWords } from "../../../../cli/completions/words.ts";
import { completed, offersFor, withLast } from "../../../../cli/dashboard/command/complete.ts";

const words = await readWords(commands);
const known = {
  upstreams: ["anthropic", "zai-intl"],
  places: ["auto", "anthropic", "zai-intl"],
  settings: ["log.level"],
  sessions: ["s_19ab"],
};
const offered = (text: string): readonly string[] => offersFor(text, words, known).map(({ word }) => word);

test("the first word is a command, also by another name for it that is being typed", () => {
  expect(offered("").filter((word) => word !== "quit" && word !== "help")).toEqual(commands.map(({ name }) => name));
  expect(offered("sw")).toEqual(["switch-upstream", "switch"]);
  expect(offered("proxy-cli stat")).toEqual(["status", "statusline", "stats"]);
});

test("what follows is what the command takes: names, actions, and what these take", () => {
  expect(offered("switch ")).toEqual(["auto", "anthropic", "zai-intl"]);
  expect(offered("use z")).toEqual(["zai-intl"]);
  expect(offered("config ex")).toEqual(["explain"]);
  expect(offered("config explain ")).toEqual(["log.level"]);
  expect(offered("sessions show ")).toEqual(["s_19ab"]);
  expect(offered("config explain log.level ")).toEqual([]);
});

test("options are offered behind a dash, their values behind them", () => {
  expect(offered("stats --b")).toEqual(["--by"]);
  expect(offered("start --upstream ")).toEqual(["auto", "anthropic", "zai-intl"]);
  expect(offered("nothing-like-that ")).toEqual([]);
});

test("what all offers have in common is put in, a single one with a space behind it", () => {
  const complete = (text: string): string => completed(text, offersFor(text, words, known));

  expect(complete("swi")).toBe("switch");
  expect(complete("stat")).toBe("stat");
  expect(complete("config exp")).toBe("config explain ");
  expect(complete("doctor nothing")).toBe("doctor nothing");
  expect(withLast("trace ls my", "my model")).toBe('trace ls "my model" ');
});

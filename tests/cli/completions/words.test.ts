import { expect, test } from "bun:test";
import { commands } from "../../../cli/commands/index.ts";
import { allOptions, readWords } from "../../../cli/completions/words.ts";
import { newCorner } from "../../support/program.ts";

const words = await readWords(commands);
const named = (name: string) => words.commands.find((command) => command.name === name);

test("every command is there with what its words name", () => {
  expect(named("switch-upstream")).toMatchObject({ aliases: ["switch", "use"], names: "places" });
  expect(named("config")?.actions.find(({ name }) => name === "explain")).toMatchObject({ names: "settings" });
  expect(named("help")?.names).toBe("commands");
  for (const { name, summary } of words.commands) expect(summary, name).not.toBe("");
});

test("an option's value is what its placeholder says", () => {
  const options = named("start")?.options ?? [];
  const taken = (word: string) => options.find((option) => option.words.includes(word))?.takes;

  expect(taken("--upstream")).toBe("places");
  expect(taken("--log-level")).toBe("levels");
  expect(taken("--env-file")).toBe("files");
  expect(taken("--port")).toBe("text");
  expect(taken("--foreground")).toBeNull();
  const takes = (name: string, word: string) => named(name)?.options.find(({ words }) => words.includes(word))?.takes;
  expect(takes("stats", "--by")).toBe("groupings");
  expect(takes("demo", "--scenario")).toBe("scenarios");
  expect(takes("tui", "--view")).toBe("views");
});

test("both spellings of an option are known, and a command's own one stands for the one of every command", () => {
  const logs = named("logs");
  const bugReport = { ...words.options[0], words: ["--json"], summary: "own", takes: null };

  expect(logs?.options[0]?.words).toEqual(["-f", "--follow"]);
  const all = allOptions(
    { name: "x", aliases: [], summary: "", names: null, actions: [], options: [bugReport] },
    words.options,
  );
  expect(all.filter((option) => option.words.includes("--json"))).toEqual([bugReport]);
  expect(all.some((option) => option.words.includes("--version"))).toBe(true);
});

test("the actions that are offered are those that a command knows", async () => {
  const corner = newCorner();
  for (const { name, actions } of words.commands.filter((command) => command.actions.length > 0)) {
    const { err } = await corner.cli([name, "no-such-action"]);
    for (const action of actions) expect([name, err]).toEqual([name, expect.stringContaining(action.name)]);
  }
  await corner.leave();
});

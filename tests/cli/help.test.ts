import { expect, test } from "bun:test";
import { commands } from "../../cli/commands/index.ts";
import { commandHelp, mainHelp } from "../../cli/help.ts";
import { paintWith } from "../../cli/output/colour.ts";

const paint = paintWith(0);

test("the first screen fits a terminal and names every command", () => {
  const help = mainHelp("1.2.3", paint);

  expect(help.split("\n").length).toBeLessThanOrEqual(24);
  expect(help.split("\n").filter((line) => line.length > 80)).toEqual([]);
  for (const { name } of commands) expect(help).toContain(name);
});

test("each command's help fits a terminal and begins with an example", async () => {
  for (const entry of commands) {
    const { default: command } = await entry.load();
    const help = commandHelp(entry, command, paint).split("\n");

    expect(help.length, entry.name).toBeLessThanOrEqual(24);
    expect(help[2], entry.name).toContain("proxy-cli ");
  }
});

test("where not all options fit, the last ones stand by name, and everything is told when that is asked for", () => {
  const options = Array.from({ length: 30 }, (_, at) => ({
    flags: `--option-${String.fromCharCode(97 + at)} <x>`,
    summary: "s",
  }));
  const entry = { name: "x", aliases: [], summary: "", isCommon: false, load: () => Promise.reject() };
  const command = { args: "", summary: "s", options, examples: ["proxy-cli x"], run: async () => 0 };

  const help = commandHelp(entry, command, paint).split("\n");

  expect(help.length).toBeLessThanOrEqual(24);
  for (const { flags } of options.slice(0, 26)) expect(help.join(" ")).toContain(flags.split(" ")[0] ?? "");
  expect(commandHelp(entry, command, paint, true).split("\n").length).toBeGreaterThan(30);
});

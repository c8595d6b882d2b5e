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

import { expect, test } from "bun:test";
import type { Command } from "../../../cli/command.ts";
import { commands } from "../../../cli/commands/index.ts";
import { manualPage } from "../../../cli/man/page.ts";

const entry = { name: "x", aliases: ["ex"], summary: "", isCommon: true, load: () => Promise.reject() };
const command: Command = {
  args: "[name]",
  summary: "tries things",
  actions: [["go", "NAME: at once"]],
  options: [
    { flags: "-f, --follow", summary: ".hidden files, and C:\\x" },
    { flags: "--secret <x>", summary: null },
  ],
  examples: ["proxy-cli x 'a b'"],
  run: async () => 0,
};

test("what a text holds is text, and no request of roff", () => {
  const page = manualPage("1.2.3", [{ entry, command }]);

  expect(page).toContain("\n\\&.hidden files, and C:\\ex\n");
  expect(page).toContain("\\fB\\-f, \\-\\-follow\\fR");
  expect(page).toContain("proxy\\-cli x \\(aqa b\\(aq");
  expect(page).toContain("Tries things. Also called: ex.");
  expect(page).not.toContain("secret");
});

test("every command has its part", async () => {
  const listed = await Promise.all(commands.map(async (one) => ({ entry: one, command: (await one.load()).default })));
  const page = manualPage("1.2.3", listed);

  for (const { name } of commands) expect(page).toContain(`\n.SS ${name.replaceAll("-", "\\-")}`);
});

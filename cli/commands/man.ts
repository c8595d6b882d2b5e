import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isatty } from "node:tty";
import { version } from "../../src/version.ts";
import type { Command, Context } from "../command.ts";
import { manualPage } from "../man/page.ts";
import { systemProgram } from "../terminal/system-program.ts";

export default {
  args: "",
  summary: "the manual page: read at a terminal, as roff into a pipe",
  options: [],
  examples: ["proxy-cli man", "proxy-cli man > /usr/local/share/man/man1/proxy-cli.1"],
  run: async (context) => {
    const listed = await Promise.all(
      context.commands.map(async (entry) => ({ entry, command: (await entry.load()).default as Command })),
    );
    const page = manualPage(version, listed);
    if (context.json) return context.data({ page });
    if (!isatty(1) || !(await isRead(context, page))) context.print(page);
  },
} satisfies Command;

/** Hands it to the system's own reader of manuals, which has the pager that its person likes; whether that went well. */
const isRead = async ({ env }: Context, page: string): Promise<boolean> => {
  const man = systemProgram("man", env["PATH"]);
  if (man === null) return false;
  const folder = mkdtempSync(join(tmpdir(), "pxy-man-"));
  try {
    const file = join(folder, "proxy-cli.1");
    writeFileSync(file, page, { mode: 0o600 });
    const child = Bun.spawn([man, file], { env, stdin: "inherit", stdout: "inherit", stderr: "ignore" });
    return (await child.exited) === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

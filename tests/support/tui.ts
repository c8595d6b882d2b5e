import { join } from "node:path";
import type { TestDaemon } from "./daemon.ts";
import { openScreen, type TestScreen } from "./screen.ts";

const root = join(import.meta.dir, "../..");

/** The dashboard of this daemon in a terminal of its own; shown when it resolves. */
export const openTui = async (
  { home }: Pick<TestDaemon, "home">,
  options: {
    readonly words?: readonly string[];
    readonly columns?: number;
    readonly rows?: number;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<TestScreen> => {
  const { words = [], columns = 80, rows = 24, env = {} } = options;
  const screen = openScreen(
    [join(root, "cli/proxy-cli"), "tui", ...words],
    { PATH: process.env["PATH"] ?? "", HOME: home, PROXY_CLI_HOME: home, ...env },
    { columns, rows },
  );
  await screen.shows(/quit|needed/);
  return screen;
};

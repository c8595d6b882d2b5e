import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Runs inside a daemon of a test: its wall clock is ahead by as many milliseconds as the file `later` in its home says. */
const file = join(process.env["PROXY_CLI_HOME"] ?? "", "later");
const { now } = Date;
Date.now = () => now() + ahead();

const ahead = (): number => {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0; // nobody has said so
  }
};

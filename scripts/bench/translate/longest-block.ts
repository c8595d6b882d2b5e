/**
 * Loaded into a program before its own code: at each SIGUSR2 it writes into the file `block` of its home, in milliseconds,
 * how long the event loop was away at most since the last one, and how much of the processor it had at most meanwhile:
 * on a busy machine it is away while others have the processor. The daemon's own gauge looks twice a second.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const file = join(process.env["HOME"] ?? "", "block");
const everyMs = 1;

/** The processor time of the first thread, in milliseconds; NaN where the system does not tell. */
const workedMs = (): number => {
  try {
    return Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[0]) / 1e6;
  } catch {
    return Number.NaN;
  }
};

let last = { at: performance.now(), worked: workedMs() };
let longest = { awayMs: 0, workedMs: 0 };

setInterval(() => {
  const now = { at: performance.now(), worked: workedMs() };
  longest = {
    awayMs: Math.max(longest.awayMs, now.at - last.at - everyMs),
    workedMs: Math.max(longest.workedMs, now.worked - last.worked),
  };
  last = now;
}, everyMs);

process.on("SIGUSR2", () => {
  writeFileSync(file, JSON.stringify(longest));
  longest = { awayMs: 0, workedMs: 0 };
});

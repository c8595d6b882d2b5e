/**
 * Loaded into a program before its own code: at each SIGUSR2 it writes into the file `block` of its home how long the
 * event loop was away at most since the last one, in milliseconds. The daemon's own gauge looks twice a second.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const file = join(process.env["HOME"] ?? "", "block");
let last = performance.now();
let longestMs = 0;

setInterval(() => {
  const now = performance.now();
  longestMs = Math.max(longestMs, now - last);
  last = now;
}, 1);

process.on("SIGUSR2", () => {
  writeFileSync(file, String(longestMs));
  longestMs = 0;
});

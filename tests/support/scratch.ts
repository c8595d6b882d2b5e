import { chmodSync, constants, mkdirSync, mkdtempSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Everything that this test file leaves on the disk is in here; short enough for a socket in a folder of it. */
const top = mkdtempSync(join(tmpdir(), "pxy-"));
chmodSync(top, 0o711); // tests with a second user hand him a folder in it

/**
 * Waits until this process is over, however it ended, ends by their number the programs that still have one of our
 * folders in their environment or among their words, and removes all. A hook could not: those of a test file run after those of what it
 * imports, and none at all after a kill. It is nobody's child, for Bun kills all children when a test takes too long.
 */
const cleaner = `mkfifo "$1/alive"
{
  cat "$1/alive"
  for file in $(grep -laF "$1/" /proc/[0-9]*/environ /proc/[0-9]*/cmdline); do
    id=\${file#/proc/}
    kill -9 "\${id%/*}"
  done
  rm -rf "$1" || { sleep 1; rm -rf "$1"; }
} &`;

Bun.spawnSync(["/bin/sh", "-c", cleaner, "sh", top], {
  cwd: "/",
  env: { PATH: process.env["PATH"] ?? "" },
  stdin: "ignore",
  stdout: "ignore",
  stderr: "ignore",
});
openSync(join(top, "alive"), constants.O_WRONLY); // stays open as long as this process lives; the cleaner reads its end

let count = 0;

/** A new empty folder of a test, its user's alone. It need not be removed. */
export const scratchFolder = (): string => {
  const folder = join(top, String(++count));
  mkdirSync(folder, { mode: 0o700 });
  return folder;
};

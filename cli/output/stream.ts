import { writeSync } from "node:fs";

/** A reader that has left: `proxy-cli … | head -1`. */
export class ReaderLeft extends Error {}

/** Writes a whole line to stdout (1) or stderr (2). Throws ReaderLeft when nobody reads any more. */
export const writeLine = (descriptor: 1 | 2, text: string): void => writeText(descriptor, `${text}\n`);

/** The same for a text as it is. */
export const writeText = (descriptor: 1 | 2, text: string): void => {
  let rest: Uint8Array = new TextEncoder().encode(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (thrown) {
      const code = thrown instanceof Error && "code" in thrown ? thrown.code : null;
      if (code === "EPIPE") throw new ReaderLeft();
      if (code !== "EAGAIN") throw thrown;
      Bun.sleepSync(1); // a full pipe that does not block: its reader is slow
    }
  }
};

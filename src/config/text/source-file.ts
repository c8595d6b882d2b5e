import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { ProxyError } from "../../core/errors.ts";
import { strangerWho } from "../../lib/private-file.ts";
import { type Complain, problem, wholly } from "./problems.ts";

/** No configuration is so long; reading YAML takes seconds per megabyte. */
const maxBytes = 128 * 1024;

/**
 * The text of a file that people write; null where there is none, or none that can be read, and then it has been said
 * why. Throws `home_unsafe` where somebody else could have written it: as ssh does, such a file is not even read.
 */
export const readSource = (file: string, complain: Complain): string | null => {
  const bytes = bytesOf(file, complain);
  return bytes === null ? null : textOf(bytes, file, complain);
};

const bytesOf = (file: string, complain: Complain): Buffer | null => {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK); // a pipe nobody writes to would wait
    const found = fstatSync(descriptor);
    refuseStrangers(file, found);
    const what = found.isFile() ? sizeProblem(found.size) : "is not a file";
    if (what === null) return readFileSync(descriptor);
    complain(problem(wholly(file), "", what));
    return null;
  } catch (thrown) {
    if (thrown instanceof ProxyError) throw thrown;
    const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "no reason given";
    if (code !== "ENOENT") complain(problem(wholly(file), "", `cannot be read (${code})`));
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
};

const refuseStrangers = (file: string, found: { readonly uid: number; readonly mode: number }): void => {
  const who = strangerWho(found);
  if (who === null) return;
  const mend = who.startsWith("belongs") ? `sudo chown $(id -u) ${file}` : `chmod go-w ${file}`;
  throw new ProxyError("home_unsafe", `${file} ${who}, so it is not read.`, { hint: `Look at it, then: ${mend}` });
};

const sizeProblem = (size: number): string | null =>
  size <= maxBytes ? null : `has ${Math.ceil(size / 1024)} KB; more than ${maxBytes / 1024} KB is no configuration`;

const textOf = (bytes: Buffer, file: string, complain: Complain): string | null => {
  const text = new TextDecoder("utf-8").decode(bytes); // leaves out the mark that some editors put at the beginning
  const [first = 0, second = 0] = bytes;
  if (first + second === 0xff + 0xfe) {
    complain(problem(wholly(file), "", "is UTF-16; save it as UTF-8"));
    return null;
  }
  const strange = text.search(isValid(bytes) ? /\0/ : /[\0\uFFFD]/);
  if (strange < 0) return text;
  const line = text.slice(0, strange).split("\n").length;
  complain(problem({ file, line, column: null }, "", "is not a text: there are bytes in it that no text has"));
  return null;
};

const isValid = (bytes: Buffer): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false; // the decoder has no other way to say so
  }
};

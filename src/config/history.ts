import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { writePrivate } from "../lib/private-file.ts";

/** A text that one of our commands has replaced, and how to tell whether anybody else wrote after it. */
const version = z.strictObject({
  /** Milliseconds since 1970. */
  at: z.number(),
  /** What the command was: `set log.level`. */
  what: z.string(),
  file: z.string(),
  /** What stood in the file on the other side of the change. */
  text: z.string(),
  /** The hash of what the file holds on this side of it. */
  hash: z.string(),
});

const versions = z.strictObject({ undo: z.array(version), redo: z.array(version) });

/** What our commands did to configuration files, oldest first; and what was taken back of it. */
export type History = z.infer<typeof versions>;

/** One change of a file by a command of ours. */
export type Change = {
  readonly at: number;
  readonly what: string;
  readonly file: string;
  readonly before: string;
  readonly after: string;
};

/** One step back or forward. */
export type Step = {
  readonly history: History;
  /** What the file holds after the step. */
  readonly text: string;
  /** Which command is taken back or done again, and when it was. */
  readonly what: string;
  readonly at: number;
  /** Whether somebody else has written the file since: the step would undo that too. */
  readonly isForeign: boolean;
};

/** Nobody goes back further, and each is a whole file. */
const most = 50;
const mostBytes = 1024 * 1024;

/** The history with one more change. What had been taken back of this file cannot be done again after it. */
export const recorded = ({ undo, redo }: History, { at, what, file, before, after }: Change): History => ({
  undo: bounded([...undo, { at, what, file, text: before, hash: hashOf(after) }]),
  redo: redo.filter((version) => version.file !== file),
});

/** The step back from what this file holds now; null when none is left. */
export const stepBack = (history: History, file: string, now: string): Step | null => {
  const step = takeLast(history.undo, file, now);
  if (step === null) return null;
  const { version, rest } = step;
  const redo = bounded([...history.redo, { ...version, text: now, hash: hashOf(version.text) }]);
  return { ...stepTo(version, now), history: { undo: rest, redo } };
};

/** The step forward again; null when nothing was taken back since the last change. */
export const stepForward = (history: History, file: string, now: string): Step | null => {
  const step = takeLast(history.redo, file, now);
  if (step === null) return null;
  const { version, rest } = step;
  const undo = bounded([...history.undo, { ...version, text: now, hash: hashOf(version.text) }]);
  return { ...stepTo(version, now), history: { undo, redo: rest } };
};

type Version = z.infer<typeof version>;

/** The latest version of the file. One that is there already is passed over: its command was cut off half way. */
const takeLast = (all: readonly Version[], file: string, now: string) => {
  const at = all.findLastIndex((version) => version.file === file && version.text !== now);
  const version = all[at];
  if (version === undefined) return null;
  return { version, rest: all.filter((one, index) => index < at || (index > at && one.file !== file)) };
};

const stepTo = ({ text, what, at, hash }: Version, now: string) => ({
  text,
  what,
  at,
  isForeign: hashOf(now) !== hash,
});

const bounded = (all: readonly Version[]): Version[] => {
  let bytes = 0;
  const from = all.findLastIndex(({ text }) => {
    bytes += text.length;
    return bytes > mostBytes;
  });
  return all.slice(Math.max(from + 1, all.length - most));
};

const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Reads it; one that is missing or damaged holds nothing. */
export const readHistory = (file: string): History => {
  try {
    if (existsSync(file)) return versions.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // A history is a convenience: whatever is wrong with it must not keep anybody from changing a setting.
  }
  return { undo: [], redo: [] };
};

/** Writes it, for its owner alone: the versions in it are as private as the file was. */
export const writeHistory = (file: string, history: History): void => writePrivate(file, JSON.stringify(history));

/** Keeps this line and so many around it. */
export const keepAround = (keeps: Uint8Array, at: number, before: number, after: number): void => {
  keeps.fill(1, Math.max(0, at - before), Math.min(keeps.length, at + after + 1));
};

/** Keeps the first and the last lines. */
export const keepEnds = (keeps: Uint8Array, head: number, tail: number): void => {
  keeps.fill(1, 0, head);
  keeps.fill(1, Math.max(0, keeps.length - tail));
};

/** Only the start of a line is looked at: what it is shows there, and lines may be as long as files. */
const looked = 400;

/** The start of a line. */
export const startOf = (line: string): string => (line.length > looked ? line.slice(0, looked) : line);

/** How many lines are such ones. */
export const countOf = (lines: readonly string[], is: (line: string) => boolean): number =>
  lines.reduce((count, line) => (is(startOf(line)) ? count + 1 : count), 0);

/** Whether a line tells of something that went wrong. */
export const isTrouble = (line: string): boolean =>
  /(?:error|exception)s?\b|\b(?:fatal|panic(?:ked)?|traceback|fail(?:ed|ure|s)?|critical|severe|denied|refused|cannot|not found|undefined reference|segmentation)\b|\bE\d{4}\b/i.test(
    line,
  );

/** Whether a line warns. */
export const isWarning = (line: string): boolean => /\bwarn(?:ing)?\b|\bdeprecat/i.test(line);

/** Whether a line is a frame of a stack, as Node, Python, Java, Go, Rust and C# print them. */
export const isFrame = (line: string): boolean =>
  /^\s+at \S|^\s+File ".*", line \d|^\s*\d+: +0x|^\s+\d+: \S+::|^goroutine \d|^\t\S+\.go:\d|^\s+\.{3} \d+ more/.test(
    line,
  );

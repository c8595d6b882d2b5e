/** Lines that say how something ended. */
const outcome =
  /\b\d+ (?:passed|failed|passing|failing|errors?|warnings?|tests?|problems?|vulnerabilities)\b|^\s*(?:FAIL|FAILED|E {2,}|panic:|fatal:)|\b[A-Z]\w*(?:Error|Exception):|\berror(?:\[\w+\])?:|\bexit(?:ed with)? (?:code|status)\b/;

const mostLines = 3;
const mostChars = 160;

/** The lines that say how something ended, the last few of them, cut where they are long. */
export const outcomeLines = (lines: readonly string[]): readonly string[] =>
  [...new Set(lines.filter((line) => line.length < 2000 && outcome.test(line)).map((line) => line.trim()))]
    .slice(-mostLines)
    .map((line) => (line.length <= mostChars ? line : `${line.slice(0, mostChars - 1)}…`));

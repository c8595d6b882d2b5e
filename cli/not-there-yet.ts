import { ProxyError } from "../src/core/errors.ts";

/** Words that older tools of this kind have, and what here comes nearest to them meanwhile. */
export const notThereYet: Readonly<Record<string, string>> = {
  web: "status",
};

/** The error for such a word, or for an option of a command that is there; null for everything else. */
export const notYet = (command: string, words: readonly string[] = []): ProxyError | null => {
  const asked = [command, ...words.map((word) => `${command} ${word}`)].find((one) => Object.hasOwn(notThereYet, one));
  if (asked === undefined) return null;
  return new ProxyError("usage", `"${asked}" is not there yet.`, {
    hint: `Meanwhile: proxy-cli ${notThereYet[asked]}`,
  });
};

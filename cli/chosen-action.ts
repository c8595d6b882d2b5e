import { ProxyError } from "../src/core/errors.ts";
import { nearest } from "../src/lib/nearest.ts";

/** What a command does by the word after its name. Throws `usage` with the words there are. */
export const chosenAction = <Act>(command: string, word: string, actions: Readonly<Record<string, Act>>): Act => {
  const found = Object.hasOwn(actions, word) ? actions[word] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(actions);
  const close = nearest(word, known);
  throw new ProxyError(
    "usage",
    `${command} knows ${known.slice(0, -1).join(", ")} and ${known.at(-1)}, not "${word}".`,
    {
      hint: `Try: proxy-cli ${command} ${close ?? known[0]}`,
    },
  );
};

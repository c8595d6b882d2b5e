import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";

/** The price list that `--provider` names; null where it names none. Throws `usage` with those there are. */
export const listNamed = async (word: string | null, command: string): Promise<string | null> => {
  if (word === null) return null;
  const { lists } = await import("../../src/offline/prices.ts");
  if (lists.includes(word)) return word;
  throw new ProxyError("usage", `There are no prices of "${word}". Known: ${lists.join(", ")}.`, {
    hint: `Try: proxy-cli ${command} --provider ${nearest(word, lists) ?? lists[0]}`,
  });
};

/** Throws `usage` where no model is named. */
export const modelNeeded = (model: string | null, command: string): string => {
  if (model !== null && model !== "") return model;
  throw new ProxyError("usage", `${command} needs the name of a model.`, { hint: "Try: proxy-cli prices list" });
};

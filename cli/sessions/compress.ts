import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { Context } from "../command.ts";
import { compressWords, type Mode } from "./modes.ts";
import { idNeeded } from "./view.ts";

/** Has more or less left out of one conversation than of all others. */
export const compressSession = async (context: Context, asked: string | null, word: string | null): Promise<void> => {
  const { client, json, data, say, warn } = context;
  const id = idNeeded(asked, "compress");
  const { before, mode, setting } = await client.compressSession({ id, mode: modeOf(word, id) });
  if (json) return data({ id, before, mode, setting });
  if (before === mode) say(`ok  ${id} is treated so already: ${mode ?? "like all others"}`);
  else if (mode === null) say(`ok  ${id} is treated like all others again: ${setting}`);
  else say(`ok  ${id}: ${mode} from its next request on; what was left out before stays so`);
  if (setting === "off" && mode !== null && mode !== "off" && mode !== "shadow")
    warn("memory.mode is off, which counts for all\ntry: proxy-cli config --set memory.mode shadow");
};

const modeOf = (word: string | null, id: string): Mode | "on" | null => {
  const known = compressWords.find((one) => one === word);
  if (known !== undefined) return known === "default" ? null : known;
  const what = word === null ? "sessions compress needs a word." : `sessions compress does not know "${word}".`;
  const meant = word === null ? null : nearest(word, compressWords);
  throw new ProxyError("usage", `${what} It takes one of ${compressWords.join(", ")}.`, {
    hint: `Try: proxy-cli sessions compress ${id} ${meant ?? "on"}`,
  });
};

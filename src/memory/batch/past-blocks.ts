import { listIn, numberOrNull, objectIn, textOrNull } from "../../lib/json.ts";
import { leftOut } from "../shrinkers/placeholder.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";

/**
 * Blocks of a program's among what people say, where later ones tell how things are by now. Places are those within the
 * text, so no change of the patterns changes what has gone out; every word outside of them stays.
 */
export const pastBlocks: Shrinker = {
  name: "past-blocks",
  version: 1,
  isLossy: true,
  from: "balanced",
  maxLength: Number.POSITIVE_INFINITY,
  kinds: ["text"],
  suits: () => null, // only a batch knows what came later
  apply: (text, how) => {
    const id = textOrNull(how["id"]) ?? "";
    let now = "";
    let at = 0;
    for (const cut of listIn(how["cuts"]).map(objectIn)) {
      const [start, end, name] = [numberOrNull(cut["start"]) ?? 0, numberOrNull(cut["end"]) ?? 0, cut["name"]];
      if (start < at || end > text.length) return null;
      now += `${text.slice(at, start)}<${name}>${leftOut("as it was then,", id)}</${name}>`;
      at = end;
    }
    return now + text.slice(at);
  },
};

import type { Translations } from "../../src/control/contract.ts";
import { counted, exactly } from "../output/units.ts";
import { visible } from "../output/visible.ts";

/** So many rules are named. */
const mostRules = 4;

/** What went out in another format than it came in, and what that lost; nothing where all went out as it came. */
export const translatedLines = ({ pairs, losses }: Translations): readonly string[] => {
  if (pairs.length === 0) return [];
  const named = losses.slice(0, mostRules).map(({ rule, requests }) => `${visible(rule)} in ${exactly(requests)}`);
  const more = losses.length > mostRules ? `, and ${counted(losses.length - mostRules, "more rule")}` : "";
  return [
    `translated: ${pairs.map(({ from, to, requests }) => `${from} -> ${to} ${exactly(requests)}`).join(", ")}`,
    losses.length === 0
      ? "  nothing was lost on the way"
      : `  not carried as it was: ${named.join(", ")}${more}; one of them: proxy-cli why ID`,
  ];
};

import type { Paths } from "../config/paths.ts";
import type { TokenUse } from "../core/limit.ts";
import { tokenUse } from "../limits/use.ts";
import { readSpent } from "../state/ledger/unopened.ts";

/** What was done with tokens, as the ledger of a daemon tells that does not run. Throws `ledger_unreadable`. */
export const tokenUseWithoutDaemon = ({ ledger }: Pick<Paths, "ledger">, now: number): readonly TokenUse[] => {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  return tokenUse(readSpent(ledger, { since: 0 }), readSpent(ledger, { since: midnight }));
};

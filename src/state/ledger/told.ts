import type { Log } from "../logs/log.ts";
import type { ElsewhereHealth } from "./shipper.ts";

/** Writes a line when the ledger elsewhere goes away, when it is back, and when rows are given up; not one for each try. */
export const elsewhereTold =
  (write: Log["write"]) =>
  (health: ElsewhereHealth, before: ElsewhereHealth | null): void => {
    const { place, awaySince, why, waiting, givenUp } = health;
    const wasAway = before !== null && before.awaySince !== null;
    if (awaySince !== null && !wasAway) write("warn", "ledger elsewhere is away", { place, why, waiting });
    if (awaySince === null && wasAway) write("info", "ledger elsewhere is back", { place, waiting });
    const known = before?.givenUp ?? 0;
    if (givenUp > 0 && known === 0) write("error", "ledger elsewhere lacks rows for good", { place, rows: givenUp });
  };

import type { Log } from "../logs/log.ts";
import type { StateOptions } from "../options.ts";
import { Ledger } from "./index.ts";
import { elsewhereTold } from "./told.ts";
import { keepAll } from "./upkeep.ts";

/** The ledger of a home; `warn` is for who looks at the daemon's own output. */
export const ledgerIn = (options: StateOptions, log: Pick<Log, "write">, warn: (text: string) => void): Ledger =>
  new Ledger({
    file: options.keepsLedger ? (options.isKept === false ? ":memory:" : options.paths.ledger) : null,
    run: options.run,
    predecessor: options.predecessor ?? null,
    keeping: options.keeping ?? keepAll,
    elsewhere: options.elsewhere ?? null,
    onElsewhere: elsewhereTold(log.write),
    tick: options.clock.tick,
    onTrouble: (message) => {
      log.write("error", message);
      warn(message);
    },
  });

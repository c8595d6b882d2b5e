import { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { ProxyError } from "../../core/errors.ts";
import { statsIn } from "./answer.ts";
import { groupOf, noFigures } from "./figures.ts";
import { isCorrupt } from "./file.ts";
import type { Stats, StatsQuestion } from "./row.ts";

/** What a ledger tells that no daemon has open; nothing when there is none yet. Changes nothing, not even a damaged one; throws `ledger_unreadable`. */
export const readLedger = (file: string, question: StatsQuestion): Stats => {
  if (!existsSync(file)) return { groups: [], total: groupOf("total", noFigures()) };
  let database: Database | null = null;
  try {
    database = new Database(file, { readonly: true, strict: true });
    return statsIn(database, question, null);
  } catch (cause) {
    const why = isCorrupt(cause) ? "is damaged" : `cannot be read (${cause instanceof Error ? cause.message : "?"})`;
    throw new ProxyError("ledger_unreadable", `The ledger ${file} ${why}. Nothing was changed.`, {
      hint: "Try: proxy-cli start   (a damaged ledger is moved aside and kept, and a new one begun)",
      cause,
    });
  } finally {
    database?.close();
  }
};

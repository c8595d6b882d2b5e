import { existsSync, readFileSync, rmSync } from "node:fs";
import { parsedJson } from "../../lib/json.ts";
import { writePrivate } from "../../lib/private-file.ts";
import type { RowValues } from "./row.ts";

/** Beside the ledger. */
const fileOf = (ledger: string): string => `${ledger}-left`;

/** Rows that could not be written before the end lie beside the ledger until the next start. False where they cannot either. */
export const leaveOver = (ledger: string, rows: readonly RowValues[]): boolean => {
  if (ledger === ":memory:") return false;
  try {
    writePrivate(fileOf(ledger), JSON.stringify([...leftOver(ledger), ...rows]));
    return true;
  } catch {
    return false; // what kept the ledger from being written does so here too
  }
};

/** Those of an earlier end; a row that is written twice is one row. */
export const leftOver = (ledger: string): readonly RowValues[] => {
  if (ledger === ":memory:" || !existsSync(fileOf(ledger))) return [];
  try {
    const rows = parsedJson(readFileSync(fileOf(ledger), "utf8"));
    return Array.isArray(rows) ? (rows as readonly RowValues[]) : []; // as `leaveOver` wrote it
  } catch {
    return [];
  }
};

/** They are in the ledger now. */
export const takenOver = (ledger: string): void => rmSync(fileOf(ledger), { force: true });

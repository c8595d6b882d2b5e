import { visible } from "./visible.ts";

/** Rows as RFC 4180 wants them, a heading first; unknown is empty. No rows, no lines. */
export const csvLines = (rows: readonly Readonly<Record<string, string | number | null>>[]): readonly string[] => {
  const [first] = rows;
  if (first === undefined) return [];
  return [Object.keys(first).join(","), ...rows.map((row) => Object.values(row).map(csvField).join(","))];
};

/** A text that a spreadsheet would take for a formula gets an apostrophe: model names come from strangers. Signs alone are none. */
const csvField = (value: string | number | null): string => {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t]/.test(value) && !/^-+$/.test(value) ? `'${visible(value)}` : visible(value);
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

import type { Exposition } from "../../src/server/pages/exposition.ts";

/** One number of a scrape. */
export type ScrapedSample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

const name = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const label = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"`;
const sample = new RegExp(String.raw`^(${name})(?:\{((?:${label})(?:,${label})*)\})? (-?[0-9.]+(?:e[+-]?\d+)?|\+Inf)$`);

/** Reads a scrape as strictly as the format is written; throws at the first line that is none of it. */
export const samplesIn = (text: string, format: Exposition): readonly ScrapedSample[] => {
  if (!text.endsWith("\n")) throw new Error("does not end with a line's end");
  const lines = text.slice(0, -1).split("\n");
  if (format === "openmetrics" && lines.pop() !== "# EOF") throw new Error("has no # EOF");
  const families = new Map<string, string>();
  const seen = new Set<string>();
  return lines.flatMap((line) => {
    const said = new RegExp(`^# (HELP|TYPE|UNIT) (${name}) (.+)$`).exec(line);
    if (said !== null) {
      const [, what = "", family = "", value = ""] = said;
      if (what === "TYPE" && families.has(family)) throw new Error(`two families: ${line}`);
      if (what === "TYPE") families.set(family, value);
      if (what === "UNIT" && !family.endsWith(`_${value}`)) throw new Error(`another unit: ${line}`);
      return [];
    }
    const [, full = "", inner = "", value = ""] = sample.exec(line) ?? [];
    if (full === "") throw new Error(`no sample: ${line}`);
    const key = `${full}{${inner}}`;
    if (seen.has(key)) throw new Error(`told twice: ${line}`);
    seen.add(key);
    const family = [...families.keys()].findLast((known) => full === known || full.startsWith(`${known}_`));
    if (family === undefined) throw new Error(`of no family: ${line}`);
    const type = families.get(family);
    if (type === "counter" && !full.endsWith("_total")) throw new Error(`a counter without _total: ${line}`);
    return [
      { name: full, labels: labelsIn(inner), value: value === "+Inf" ? Number.POSITIVE_INFINITY : Number(value) },
    ];
  });
};

const labelsIn = (inner: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...inner.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)].map(([, key = "", value = ""]) => [
      key,
      value.replaceAll("\\n", "\n").replaceAll('\\"', '"').replaceAll("\\\\", "\\"),
    ]),
  );

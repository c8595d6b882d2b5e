import { counted, dayAndTime, exactly, money, percent, roughly, unknown } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import type { Comparison, Place } from "./comparison.ts";
import type { Sent } from "./sent.ts";

/** A request in a line: which turn, when, where, how much. */
export const headOf = ({ id, detail }: Sent, now: number): string => {
  const summary = detail?.summary ?? null;
  if (summary === null) return id;
  const { turn, startedAt, modelUsed, model, upstream, inputTokens, cacheReadTokens: read } = summary;
  return [
    id,
    turn === null ? "" : `turn ${turn}`,
    dayAndTime(startedAt, now),
    `${visible(modelUsed ?? model ?? unknown)} at ${visible(upstream ?? unknown)}`,
    `in ${roughly(inputTokens)}`,
    read === null || !inputTokens ? "" : `cached ${percent(read / inputTokens)}`,
  ]
    .filter((part) => part !== "")
    .join("   ");
};

const row = (name: string, text: string): string => `  ${name.padEnd(11)} ${text}`;

/** What is different, part by part; `-` is before, `+` after. */
export const comparisonLines = (
  { fields, system, tools, messages, marks }: Comparison,
  width: number,
): readonly string[] => [
  row("system", system === null ? "the same" : `differs at ${placeWords(system)}`),
  ...(system === null ? [] : excerpts(system, width)),
  row("tools", toolWords(tools)),
  row("messages", messageWords(messages)),
  ...(messages.parting === null ? [] : excerpts(messages.parting, width)),
  ...(marks.before.join() === marks.after.join() ? [] : [row("cache marks", markWords(marks))]),
  ...fields.flatMap(({ name, before, after }) => [
    ...(before === null ? [] : [fit(`- ${row(visible(name), shown(before)).trimStart()}`, width)]),
    ...(after === null ? [] : [fit(`+ ${row(visible(name), shown(after)).trimStart()}`, width)]),
  ]),
];

const placeWords = ({ path, character }: Place): string =>
  `${visible(path)}${character === null ? "" : `, character ${exactly(character + 1)}`}`;

const toolWords = ({ before, after, added, removed, changed, isReordered }: Comparison["tools"]): string => {
  const parts = [
    added.length === 0 ? "" : `added ${named(added)}`,
    removed.length === 0 ? "" : `removed ${named(removed)}`,
    changed.length === 0 ? "" : `changed ${named(changed)}`,
    isReordered ? "in another order" : "",
  ].filter((part) => part !== "");
  if (parts.length === 0) return before === 0 ? "none" : `the same (${exactly(before)})`;
  return `${exactly(before)} -> ${exactly(after)}: ${parts.join("; ")}`;
};

const mostNamed = 5;

const named = (names: readonly string[]): string => {
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
  return `${names.slice(0, mostNamed).map(visible).join(", ")}${more}`;
};

const messageWords = ({ before, after, same, parting }: Comparison["messages"]): string => {
  const count = `${exactly(before)} -> ${exactly(after)}`;
  if (parting !== null) return `${count}, the first ${exactly(same)} the same, then ${placeWords(parting)} differs`;
  if (before === after) return `the same (${exactly(before)})`;
  const change = after > before ? `${exactly(after - before)} more at the end` : `${exactly(before - after)} fewer`;
  return `${count}, ${change}; all before the same`;
};

const markWords = ({ before, after }: Comparison["marks"]): string =>
  `${before.join(", ") || "none"} -> ${after.join(", ") || "none"}`;

/** What stands at the place where two texts part, a line each. */
const excerpts = ({ before, after, character }: Place, width: number): readonly string[] => {
  const around = (value: unknown): string => {
    const text = shown(value, Number.POSITIVE_INFINITY);
    const from = Math.max(0, (character ?? 0) - 24);
    return `${from > 0 ? ".." : ""}${text.slice(from, from + mostShown)}`;
  };
  return [
    ...(before === null ? [] : [fit(`- ${around(before)}`, width)]),
    ...(after === null ? [] : [fit(`+ ${around(after)}`, width)]),
  ];
};

const mostShown = 200;

const shown = (value: unknown, most = mostShown): string =>
  visible((typeof value === "string" ? value : (JSON.stringify(value) ?? "")).slice(0, most));

/** A terminal shows a line; what reads along has it whole. */
const fit = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(1, width - 2))}..`;

/** What became of the vendor's cache, and what we have changed ourselves. */
export const cacheLines = ({ id, detail }: Sent): readonly string[] => {
  if (detail === null) return [];
  const { cache, edits } = detail;
  const lost = cache?.why ?? null;
  return [
    ...(lost === null
      ? []
      : [
          row(
            "cache lost",
            `${visible(lost)}   ${cache?.costMicros == null ? unknown : `${money(cache.costMicros)} more`}`,
          ),
        ]),
    ...(edits.length === 0
      ? []
      : [row("went out", `${counted(edits.length, "piece")} other than the client sent it: proxy-cli why ${id}`)]),
  ];
};

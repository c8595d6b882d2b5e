import { cost, exactly, share, unknown, waited } from "../../output/units.ts";
import { keyWords, standingMeaning, standingWords } from "../../upstreams/standing.ts";
import { type Column, tableOf } from "../frame/columns.ts";
import { clickable, type Line, line, reversed, span } from "../frame/line.ts";
import { windowOf } from "../lists.ts";
import type { Panel } from "../panel.ts";
import { factsIn, type UpstreamFacts } from "../upstreams/facts.ts";

/** Where requests can go: the current one has a star. */
export const upstreamsPanel: Panel = (state, now, { columns, rows }) => {
  const facts = factsIn(state, now);
  const title = "Upstreams";
  if (facts.length === 0) return { title, lines: [line(" asking the proxy …", { tone: "muted" })] };
  const { from, chosen } = windowOf(
    state.lists["upstreams"],
    facts.map(({ name }) => name),
    rows - 1,
  );
  const table = tableOf(columnsAt(now, chosen), facts, columns - 1);
  const lines = table.rows.map((row, at): Line => {
    const name = facts[at]?.name ?? "";
    const whole = clickable(row, { row: name });
    return name === chosen ? reversed(whole) : whole;
  });
  return { title, note: noteOf(facts, rows - 1), lines: [table.titles, ...lines.slice(from, from + rows - 1)] };
};

/** How many there are, where not all of them are seen. */
const noteOf = (facts: readonly UpstreamFacts[], rows: number): string =>
  facts.length > rows ? `${rows} of ${facts.length}` : "";

const columnsAt = (now: number, chosen: string | null): readonly Column<UpstreamFacts>[] => [
  {
    title: "    NAME",
    cell: ({ name, isCurrent }) => `${name === chosen ? ">" : " "} ${isCurrent ? "*" : " "} ${name}`,
    least: 18,
    rank: 0,
  },
  { title: "FORMAT", cell: ({ upstream }) => upstream?.dialects.join(" ") ?? "by request", least: 9, rank: 7 },
  {
    title: "STATE",
    cell: ({ upstream }) =>
      upstream === null ? unknown : span(standingWords(upstream, now), standingMeaning[upstream.state]),
    usual: 11,
    rank: 1,
  },
  {
    title: "P50",
    cell: ({ upstream }) => waited(upstream?.p50Ms ?? null),
    right: true,
    usual: 6,
    rank: 2,
  },
  {
    title: "OK",
    cell: ({ upstream, today }) => (upstream === null || today === null ? unknown : share(today.ok, today.requests)),
    right: true,
    usual: 5,
    rank: 3,
  },
  {
    title: "RPM",
    cell: ({ upstream, perMinute }) => (upstream === null ? unknown : exactly(perMinute)),
    right: true,
    rank: 5,
  },
  {
    title: "RUN",
    cell: ({ upstream }) => (upstream === null ? unknown : exactly(upstream.inFlight)),
    right: true,
    rank: 8,
  },
  { title: "KEY", cell: keyCell, rank: 6 },
  { title: "COST/D", cell: costCell, right: true, rank: 4 },
];

const keyCell = ({ upstream }: UpstreamFacts): string => {
  if (upstream === null) return unknown;
  return keyWords(upstream) ?? (upstream.takesAnyKey ? "any" : "client");
};

/** `$1.02`, `~$1.02 +3?`: what is not known beside it is counted. */
const costCell = ({ upstream, today, isTold }: UpstreamFacts): string => {
  if (upstream === null) return unknown; // all of it is in the other lines
  if (today === null) return isTold ? "$0" : unknown;
  if (today.unknownCost === 0 || today.costMicros === null) return cost(today);
  return `${cost(today)} +${exactly(today.unknownCost)}?`;
};

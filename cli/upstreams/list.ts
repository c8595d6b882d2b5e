import type { UpstreamView } from "../../src/control/contract.ts";
import type { Context } from "../command.ts";
import { type Cell, type Column, tableLines } from "../output/table.ts";
import { counted, lasted, waited } from "../output/units.ts";
import { keyWords, standingMeaning, standingWords } from "./standing.ts";
import { upstreamsView } from "./view.ts";

/** Every upstream on a line; the current one has a star. */
export const listUpstreams = async (context: Context): Promise<void> => {
  const { json, data, print, say, now, paint } = context;
  const { running, current, upstreams, draining } = await upstreamsView(context);
  if (json) return data({ running, current, upstreams, draining });
  const isWide = context.columns >= wideEnough;
  const auto =
    current === "auto"
      ? [["* auto", "each request to the vendor it speaks to", "", "", "", ...(isWide ? ["", "", ""] : [])]]
      : [];
  const rows = upstreams.map((upstream) => row(upstream, { isLive: running, isWide, now: now(), paint }));
  for (const line of tableLines({ columns: columnsFor(isWide), rows: [...auto, ...rows], width: context.columns }))
    print(line);
  for (const { name, inFlight } of draining)
    say(`draining: ${name} is gone, ${counted(inFlight, "answer")} still end there`);
};

/** From here on there is room for what can also be read off the name and the endpoint. */
const wideEnough = 110;

const columnsFor = (isWide: boolean): readonly Column[] => [
  { title: "  NAME" },
  { title: "ENDPOINT", flexible: true },
  { title: "STATE" },
  { title: "P50", right: true },
  { title: "KEY", flexible: true },
  ...(isWide ? [{ title: "RUNNING", right: true }, { title: "REGION" }, { title: "FORMATS", flexible: true }] : []),
];

/** `DOWN 9s, next look in 2s` where nothing is sent there meanwhile. */
const stateWords = (upstream: UpstreamView, now: number): string => {
  const retryAt = upstream.circuit?.retryAt ?? null;
  const next = retryAt === null ? "" : `, next look in ${lasted(Math.max(0, retryAt - now))}`;
  return `${standingWords(upstream, now)}${next}`;
};

type View = {
  readonly isLive: boolean;
  readonly isWide: boolean;
  readonly now: number;
  readonly paint: Context["paint"];
};

const row = (upstream: UpstreamView, { isLive, isWide, now, paint }: View): readonly Cell[] => {
  const { name, takesAnyKey, isCurrent, dialects, endpoint, region, inFlight, state, p50Ms } = upstream;
  return [
    `${isCurrent ? "*" : " "} ${name}`,
    takesAnyKey ? "built in, offline" : endpoint,
    { text: stateWords(upstream, now), dress: (text) => paint(standingMeaning[state], text) },
    waited(p50Ms),
    keyWords(upstream) ?? (takesAnyKey ? "any" : "client's own"),
    ...(isWide ? [isLive ? String(inFlight) : "-", region ?? "-", dialects.join(" ")] : []),
  ];
};

import type { Status } from "../../../src/control/contract.ts";
import { lasted, waited } from "../../output/units.ts";
import { standingMeaning, standingWords } from "../../upstreams/standing.ts";
import { lately, windowOf } from "../data/series.ts";
import { upstreamInUse, upstreamsIn } from "../data/upstreams.ts";
import { fit, plain } from "../frame/cells.ts";
import { type Line, type Span, span } from "../frame/line.ts";
import { widthOf } from "../frame/parts.ts";
import { screenOf } from "../screens/index.ts";
import type { State } from "../state.ts";

/** One form of a part of the line, and how soon it gives way: the highest first, 0 never. */
type Form = { readonly shown: Line; readonly givesWay: number };

/** A part of the line: its forms, the longest first; behind the last one that can give way it is gone. */
type Part = readonly Form[];

const form = (givesWay: number, ...shown: readonly Span[]): Form => ({ shown, givesWay });

/** The first line: through what, how that is, since when, where, and what is being looked at. What matters least gives way first. */
export const headerLine = (state: State, now: number, columns: number): Line => {
  const [gap, ...parts] = [columns < 60 ? 2 : 3, ...leftParts(state, now, columns)] as const;
  const title = titlePart(state, columns);
  const given = fitted([title, ...parts], columns, gap);
  const [right = [], ...left] = given;
  const shown = joined(left, gap);
  return [...shown, span(" ".repeat(Math.max(0, columns - widthOf(shown) - widthOf(right)))), ...right];
};

const leftParts = (state: State, now: number, columns: number): readonly Part[] => {
  const { status } = state.data;
  if (status === null) return [[form(0, span("proxy-cli", "heading"))], [form(0, span(connection(state), "muted"))]];
  return [
    placePart(state, status, now, columns),
    badge(state.held !== null, " PAUSED "),
    badge(status.isDemo, " DEMO "),
    warningPart(status),
    memoryPart(status),
    loadPart(state, status, columns),
    columns < roomForCounts ? [] : [form(65, ...countsOf(state))],
    state.link.kind === "gone" ? [] : [form(60, span(`up ${lasted(now - status.startedAt)}`, "muted"))],
    [form(70, span(status.url, "muted"))],
  ];
};

const connection = ({ link }: State): string => (link.kind === "gone" ? "the proxy does not answer" : "connecting …");

/** `proxy-cli  > zai-intl [ok] 92 ms`: the name of the upstream is the last that goes. */
const placePart = (state: State, status: Status, now: number, columns: number): Part => {
  const cells = Math.min(plain(status.upstream).length, Math.max(10, Math.floor(columns / 2) - 6));
  const name: Span = { ...span(`> ${fit(status.upstream, cells)}`, "heading"), click: { key: "u" } };
  const long = span(`proxy-cli ${status.version}  `);
  const usual = span("proxy-cli  ");
  const short = span("px ");
  const [shown, latency] = standingSpans(state, status, now);
  const bare = columns < 60 ? shown.map((one) => ({ ...one, text: one.text.replaceAll(/[[\]]/g, "") })) : shown;
  return [
    form(90, long, name, ...shown, ...latency),
    form(50, usual, name, ...shown, ...latency),
    form(45, usual, name, ...shown),
    form(12, short, name, ...bare),
    form(0, short, name),
  ];
};

const standingSpans = (state: State, status: Status, now: number): readonly [readonly Span[], readonly Span[]] => {
  if (state.link.kind === "gone") return [[span(` [gone ${lasted(now - state.link.since)}]`, "error")], []];
  if (status.isDraining) return [[span(" [stopping]", "warning")], []];
  const upstream = upstreamInUse(state.data);
  if (upstream === null || upstream.state === "unknown") return [[], []];
  const words = span(` [${standingWords(upstream, now)}]`, standingMeaning[upstream.state]);
  return [[words], upstream.p50Ms === null ? [] : [span(` ${waited(upstream.p50Ms)}`, "muted")]];
};

const badge = (isOn: boolean, text: string): Part => (isOn ? [form(0, { text, isReversed: true })] : []);

const warningPart = ({ warnings: { length } }: Status): Part => {
  if (length === 0) return [];
  return [
    form(75, span(`! ${length} ${length === 1 ? "warning" : "warnings"}`, "warning")),
    form(15, span(`!${length}`, "warning")),
  ];
};

/** How much is left out of conversations, where somebody has said so. */
const memoryPart = ({ memory }: Status): Part =>
  !memory || memory.source === "default" ? [] : [form(85, span(`memory ${memory.mode}`, "saved"))];

/** Where there is no room for charts, how much goes through. */
const loadPart = (state: State, { inFlight }: Status, columns: number): Part => {
  if (columns >= 60 || state.view !== "overview" || state.path.length > 0) return [];
  const series = windowOf(state);
  const rate = series === null ? null : lately(series, ({ requests }, seconds) => requests / seconds);
  const running = span(`${inFlight} run`, inFlight > 0 ? "running" : "muted");
  return [...(rate === null ? [] : [form(35, span(`${rate.toFixed(1)}/s  `), running)]), form(30, running)];
};

/** In less than this the address matters more than how the other upstreams are. */
const roomForCounts = 110;

/** `4 upstreams: 2 ok, 1 down`. */
const countsOf = ({ data }: State): readonly Span[] => {
  const upstreams = upstreamsIn(data);
  if (upstreams.length < 2) return [];
  const count = (...states: readonly string[]): number =>
    upstreams.filter(({ state }) => states.includes(state)).length;
  const [ok, limited, down] = [count("ok"), count("limited"), count("down", "failing")];
  const told = [
    ...(ok > 0 ? [span(`${ok} ok`, "ok")] : []),
    ...(limited > 0 ? [span(`${limited} limited`, "warning")] : []),
    ...(down > 0 ? [span(`${down} down`, "error")] : []),
  ];
  const between = told.flatMap((one, at) => (at === 0 ? [one] : [span(", ", "muted"), one]));
  return [span(`${upstreams.length} upstreams${told.length === 0 ? "" : ": "}`, "muted"), ...between];
};

/** The view, and where one has gone in. */
const titlePart = (state: State, columns: number): Part => {
  const title = screenOf(state).title(state);
  if (state.path.length === 0)
    return [form(columns < 60 && state.view === "overview" ? 40 : 20, span(title, "heading")), form(0)];
  const view = screenOf({ ...state, path: [] }).title(state);
  const [word = ""] = title.split(" ");
  return [
    form(80, span(`${view} > `, "muted"), span(title, "heading")),
    form(25, span(title, "heading")),
    form(20, span(word, "heading")),
    form(0),
  ];
};

/** The parts in the longest forms that have room together. */
const fitted = (parts: readonly Part[], columns: number, gap: number): readonly Line[] => {
  const shown = parts.map(([first]) => first?.shown ?? []);
  const width = shown.reduce((sum, one) => sum + (one.length === 0 ? 0 : widthOf(one) + gap), -gap);
  if (width <= columns) return shown;
  const first = Math.max(...parts.map(([one]) => one?.givesWay ?? 0));
  if (first === 0) return shown;
  return fitted(
    parts.map((part) => (part[0]?.givesWay === first ? part.slice(1) : part)),
    columns,
    gap,
  );
};

const joined = (parts: readonly Line[], gap: number): Line =>
  parts.filter(({ length }) => length > 0).flatMap((part, at) => (at === 0 ? part : [span(" ".repeat(gap)), ...part]));

import type { Status, UpstreamView } from "../../../src/control/contract.ts";
import { upstreamInUse } from "../data/upstreams.ts";
import { type Line, line, lineOf, type Span, span } from "../frame/line.ts";
import { wrapped } from "../frame/wrap.ts";
import type { Panel } from "../panel.ts";

const ways: readonly (readonly [name: string, words: string, key?: string])[] = [
  ["Claude Code", "proxy-cli run -- claude"],
  ["Codex", "proxy-cli run -- codex"],
  ["any shell", 'eval "$(proxy-cli env)"'],
  ["curl", "press c to copy a ready request", "c"],
  ["no key?", "press g: the demo plays traffic for you to look at", "g"],
];

/** How to begin; it goes away with the first request. */
export const welcomePanel: Panel = ({ data }, _now, { columns, rows }) => {
  const { status } = data;
  const title = "Welcome";
  if (status === null) return { title, lines: [line(" connecting …", { tone: "muted" })] };
  if (columns < 60 || rows < 14) return { title, lines: shortLines(columns, rows) };
  const width = Math.min(72, columns - 6);
  const text = modeSentences(status, upstreamInUse(data)).flatMap((sentence) => wrapped(sentence, width));
  const block: readonly Line[] = [
    lineOf(span("No request has come in yet. Point a tool at this proxy:", "heading")),
    [],
    ...ways.map((way) => wayLine(way, 14)),
    [],
    ...text.map((one) => line(one, { tone: "muted" })),
    [],
    lineOf(span("Waiting for the first request  .  .  .", "running")),
  ];
  // In a large terminal it stands in the upper middle, not in a corner.
  const [above, before] = [
    Math.max(1, Math.floor((rows - block.length) / 3)),
    Math.max(3, Math.floor((columns - width) / 2)),
  ];
  const left = span(" ".repeat(before));
  return { title, lines: [...Array.from({ length: above }, (): Line => []), ...block.map((one) => [left, ...one])] };
};

const wayLine = ([name, words, key]: (typeof ways)[number], width: number): Line => {
  const click: Partial<Span> = key === undefined ? {} : { click: { key } };
  return lineOf("  ", { ...span(name.padEnd(width), "muted"), ...click }, { ...span(words), ...click });
};

const shortLines = (columns: number, rows: number): readonly Line[] => {
  const width = columns < 60 ? 8 : 14;
  const short = [
    ["claude", "proxy-cli run -- claude"],
    ["codex", "proxy-cli run -- codex"],
    ["a shell", 'eval "$(proxy-cli env)"'],
    ["no key?", "g demo   c copy a curl", "g"],
  ] as const;
  const all = [
    line("No request yet. Point a tool at it:", { tone: "heading" }),
    ...(rows > 6 ? [[] as Line] : []),
    ...short.map((way) => wayLine(way, width)),
    line("Waiting for the first request . . .", { tone: "running" }),
  ];
  return all.slice(0, rows);
};

const modeSentences = (status: Status, upstream: UpstreamView | null): readonly string[] => {
  const { host } = new URL(status.url);
  const reach = status.isExposed ? "other machines can reach it, each request needs a token" : "this computer only";
  return [
    `Listening on ${host}, ${reach}.`,
    ...(status.isDemo ? ["The demo: nothing leaves this computer."] : [keySentence(upstream)]),
  ];
};

/** Who brings the key. */
const keySentence = (upstream: UpstreamView | null): string => {
  if (upstream === null)
    return "Each request goes to the vendor it speaks to, with your own key, which is never stored.";
  if (upstream.takesAnyKey) return `${upstream.name} is built in and answers offline: no key is needed.`;
  if (upstream.key === null) return `Mode pass-through to ${upstream.name}: your key is forwarded, never stored.`;
  return `Requests go to ${upstream.name}; the proxy adds the key (${upstream.key}).`;
};

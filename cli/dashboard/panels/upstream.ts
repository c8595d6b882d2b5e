import type { UpstreamView } from "../../../src/control/contract.ts";
import type { RequestSummary } from "../../../src/core/notice.ts";
import { endingOf, signOf } from "../../output/ending.ts";
import { cost, costUnknown, counted, lasted, roughly, share, timeOfDay, unknown, waited } from "../../output/units.ts";
import { circuitWords, coolingWords, reasonWords, standingMeaning } from "../../upstreams/standing.ts";
import { fit } from "../frame/cells.ts";
import { type Line, line, lineOf, type Span, span } from "../frame/line.ts";
import { wrapped } from "../frame/wrap.ts";
import { windowOf } from "../lists.ts";
import type { Panel } from "../panel.ts";
import type { State } from "../state.ts";
import { factsIn, type UpstreamFacts } from "../upstreams/facts.ts";

/** Everything that is known of the chosen upstream. */
export const upstreamPanel: Panel = (state, now, { columns, rows }) => {
  const all = factsIn(state, now);
  const names = all.map(({ name }) => name);
  const { chosen } = windowOf(state.lists["upstreams"], names, rows);
  const facts = all.find(({ name }) => name === chosen);
  if (facts === undefined) return { title: "", lines: [] };
  const { name, isCurrent, upstream } = facts;
  const { requests } = state.data;
  const there = upstream === null ? requests : requests.filter((one) => one.upstream === name);
  const lines = [
    ...(upstream === null
      ? autoLines(columns)
      : [...standingLines(upstream, now, columns), ...placeLines(upstream, columns)]),
    ...todayLines(facts, columns),
    ...errorLines(there, columns, Math.max(1, rows - 10)),
    ...(upstream === null ? shareLines(state, columns) : servesLines(there, columns)),
  ];
  return { title: name, ...(isCurrent ? { note: "new requests go here" } : {}), lines };
};

/** So wide is the word before each fact. */
const wordWidth = 10;

const fact = (word: string, ...pieces: readonly (string | Span)[]): Line =>
  lineOf(" ", span(word.padEnd(wordWidth), "muted"), ...pieces);

/** A fact that may take more than one line. */
const sentence = (word: string, text: string, columns: number, tone?: Span["tone"]): readonly Line[] =>
  wrapped(text, columns - wordWidth - 2).map((part, at) => fact(at === 0 ? word : "", span(part, tone)));

const autoLines = (columns: number): readonly Line[] =>
  sentence("what", "each request goes to the vendor that it speaks to, by its format, path and headers", columns);

const standingLines = (upstream: UpstreamView, now: number, columns: number): readonly Line[] => [
  ...sentence("state", stateWords(upstream, now), columns, standingMeaning[upstream.state]),
  ...coolingWords(upstream, now).flatMap((words, at) => sentence(at === 0 ? "rests" : "", words, columns, "warning")),
];

/** How it stands, as a sentence. */
const stateWords = (upstream: UpstreamView, now: number): string => {
  const { state, sinceAt, untilAt, p50Ms } = upstream;
  const why = reasonWords(upstream);
  const since = sinceAt === null ? "" : `, since ${timeOfDay(sinceAt)}`;
  switch (state) {
    case "ok":
      return p50Ms === null ? "ok, it answers" : `ok, it answers, p50 ${waited(p50Ms)}`;
    case "limited":
      return untilAt === null
        ? `limited: it answered 429${since}; it did not say for how long`
        : `limited: it answered 429${since}; it asked for ${lasted(Math.max(0, untilAt - now))} more of rest`;
    case "overloaded":
      return `overloaded: it has too much to do${since}; it is left alone for ${lasted(Math.max(0, (untilAt ?? now) - now))} more`;
    case "failing":
      return `failing: it answers, with errors of its own ${why}${since}`;
    case "down":
      return [`down: it cannot be reached ${why}${since}`, circuitWords(upstream, now)]
        .filter((part) => part !== "")
        .join("; ");
    case "unknown":
      return "not known: nothing came back from it for a quarter of an hour";
  }
};

const placeLines = (upstream: UpstreamView, columns: number): readonly Line[] => {
  const { addresses, region, provider, key, keys = [], takesAnyKey, inFlight } = upstream;
  const ours =
    key === null
      ? "the client's own (pass-through)"
      : keys.length > 1
        ? `${keys.join(", ")}: each conversation has one of its own`
        : `${key}, held here and sent in every request`;
  const running = inFlight === 0 ? "nothing under way" : `${counted(inFlight, "answer")} under way`;
  return [
    ...addresses.flatMap(({ dialects, url }, at) =>
      sentence(at === 0 ? "address" : "", `${url}  ${dialects.join(" ") || "other paths"}`, columns),
    ),
    ...sentence("key", takesAnyKey ? "takes any, it is built in" : ours, columns),
    ...sentence("vendor", [provider, region, running].filter((text) => text !== null).join(", "), columns),
  ];
};

const todayLines = ({ today, isTold }: UpstreamFacts, columns: number): readonly Line[] => {
  if (!isTold) return [fact("today", span("asking the proxy …", "muted"))];
  if (today === null) return [fact("today", span("nothing went there yet", "muted"))];
  const bad = [
    [today.limited, "limited"],
    [today.cut, "cut"],
    [today.aborted, "left by clients"],
    [today.failed, "failed"],
  ] as const;
  const counts = [
    `${counted(today.requests, "request")}, ok ${share(today.ok, today.requests)}`,
    ...bad.flatMap(([count, word]) => (count === 0 ? [] : [`${roughly(count)} ${word}`])),
  ];
  const tokens =
    today.inputTokens === null ? [] : [`in ${roughly(today.inputTokens)}, out ${roughly(today.outputTokens)}`];
  const price = [cost(today), costUnknown(today)].filter((text) => text !== "" && text !== unknown).join(" ");
  return sentence("today", [counts.join(", "), ...tokens, ...(price === "" ? [] : [price])].join("; "), columns);
};

/** Of the latest requests: which models, and for whom. */
const servesLines = (requests: readonly RequestSummary[], columns: number): readonly Line[] =>
  requests.length === 0
    ? []
    : [
        fact("models", cut(tally(requests.map(({ model }) => model ?? unknown)), columns)),
        fact("clients", cut(tally(requests.map(({ client }) => client ?? unknown)), columns)),
      ];

const shareLines = ({ data: { requests } }: State, columns: number): readonly Line[] =>
  requests.length === 0
    ? []
    : [fact("went to", cut(tally(requests.map(({ upstream }) => upstream ?? "nowhere")), columns))];

const cut = (text: string, columns: number): string => fit(text, columns - wordWidth - 2);

/** `glm-4.6 31, glm-4.6v 2`: the most often ones first. */
const tally = (names: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
};

/** What did not go well lately, the latest first. */
const errorLines = (requests: readonly RequestSummary[], columns: number, most: number): readonly Line[] => {
  const bad = requests.filter((request) => !["ok", "aborted"].includes(endingOf(request)));
  if (bad.length === 0) return requests.length === 0 ? [] : [fact("errors", span("none lately", "muted"))];
  return [line(" Latest errors", { tone: "heading" }), ...bad.slice(0, most).map((one) => errorLine(one, columns))];
};

const errorLine = (request: RequestSummary, columns: number): Line => {
  const { startedAt, model, error, client } = request;
  const { sign: letters, meaning } = signOf(request);
  const sign = span(fit(letters, 4), meaning);
  const why = error === null ? "" : reasonWords({ reason: error });
  const head = [" ", span(timeOfDay(startedAt), "muted"), "  ", sign];
  return lineOf(...head, fit(` ${model ?? unknown}  ${client ?? unknown}  ${why}`, Math.max(0, columns - 14)));
};

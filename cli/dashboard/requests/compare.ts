import type { RequestDetail, ShownPart } from "../../../src/core/request-detail.ts";
import { exactly, unknown, waited } from "../../output/units.ts";
import { listedRequests } from "../data/requests.ts";
import { fit } from "../frame/cells.ts";
import { turnsOf } from "../request/conversation.ts";
import type { State, Step } from "../state.ts";
import { doing, to, toasted } from "../step.ts";
import { cachedShare, costOf } from "./columns.ts";
import { signOf } from "./sign.ts";

/** Shows two requests side by side. */
export const comparing = (state: State, marked: readonly string[]): Step => {
  const [one = "", other = ""] = marked;
  return doing(state, {
    type: "ask",
    with: async (client) => {
      const [a, b] = await Promise.all([client.request({ id: one }), client.request({ id: other })]);
      return (then, now) => {
        if (a === null || b === null)
          return to(toasted(then, now, `nobody knows ${a === null ? one : other} any more`, "warning"));
        const lines = comparison(a, b, then.size.columns - 8);
        return to({ ...then, overlay: { kind: "pager", title: `${one} and ${other}`, lines, top: 0 } });
      };
    },
  });
};

/** What a request is compared with: the one that is marked, else the turn before it in its session; null = neither is there. */
export const otherThan = ({ data, requestList }: Pick<State, "data" | "requestList">, id: string): string | null => {
  const marked = requestList.marked.findLast((one) => one !== id);
  if (marked !== undefined) return marked;
  const requests = listedRequests(data);
  const at = requests.findIndex((one) => one.id === id);
  const session = requests[at]?.session ?? null;
  return session === null ? null : (requests.slice(at + 1).find((one) => one.session === session)?.id ?? null);
};

/** Two requests as a table, what differs marked with `*`, and where their conversations part. */
export const comparison = (a: RequestDetail, b: RequestDetail, width: number): readonly string[] => {
  const room = Math.max(8, Math.floor((width - 13) / 2));
  const rows = facts.flatMap(([name, read]) => {
    const [one, other] = [read(a), read(b)];
    if (one === unknown && other === unknown) return [];
    return [`${one === other ? " " : "*"} ${name.padEnd(10)} ${fit(one, room)}${fit(other, room)}`.trimEnd()];
  });
  return [...rows, "", ...headerLines(a, b, width), "", ...partingLines(a, b, width)];
};

const shared = ({ summary, running }: RequestDetail) => summary ?? running;

const tokens = (count: number | null | undefined): string => (count == null ? unknown : exactly(count));

const facts: readonly (readonly [string, (detail: RequestDetail) => string])[] = [
  ["id", (of) => shared(of)?.id ?? unknown],
  ["state", ({ summary }) => (summary === null ? ">>" : signOf(summary).sign)],
  ["end", ({ summary }) => summary?.outcome ?? unknown],
  ["client", (of) => shared(of)?.client ?? unknown],
  ["session", (of) => shared(of)?.session ?? unknown],
  ["upstream", (of) => shared(of)?.upstream ?? unknown],
  ["model", (of) => of.summary?.modelUsed ?? shared(of)?.model ?? unknown],
  ["decision", ({ rule }) => rule ?? unknown],
  ["input", ({ summary }) => tokens(summary?.inputTokens)],
  ["cached", ({ summary }) => (summary === null ? unknown : cachedShare(summary))],
  ["output", (of) => tokens(shared(of)?.outputTokens)],
  ["thinking", ({ summary }) => tokens(summary?.reasoningTokens)],
  ["cost", ({ summary }) => (summary === null ? unknown : costOf(summary))],
  ["first byte", (of) => waited(shared(of)?.ttftMs ?? null)],
  ["took", ({ summary }) => waited(summary?.durationMs ?? null)],
  ["sent", ({ request }) => `${exactly(request.bytes)} B`],
  ["received", ({ answer }) => (answer === null ? unknown : `${exactly(answer.bytes)} B`)],
];

/** Headers that are never the same twice say nothing. */
const restless = /^(date|x-request-id|request-id|cf-ray|content-length|traceparent|idempotency-key|x-stainless-)/i;

const headerLines = (a: RequestDetail, b: RequestDetail, width: number): readonly string[] => {
  const [one, other] = [new Map(a.request.headers), new Map(b.request.headers)];
  const names = [...new Set([...one.keys(), ...other.keys()])].filter((name) => !restless.test(name)).toSorted();
  const differing = names.filter((name) => one.get(name) !== other.get(name));
  if (differing.length === 0) return [names.length === 0 ? "  headers    not kept" : "  headers    the same"];
  const lines = differing.flatMap((name) => [
    ...(one.has(name) ? [`- ${name}: ${one.get(name) ?? ""}`] : []),
    ...(other.has(name) ? [`+ ${name}: ${other.get(name) ?? ""}`] : []),
  ]);
  return ["* headers", ...lines.map((text) => fit(`  ${text}`, width).trimEnd())];
};

/** The first turn in which two conversations are not the same. */
const partingLines = (a: RequestDetail, b: RequestDetail, width: number): readonly string[] => {
  if (a.conversation === null || b.conversation === null)
    return [`  messages   ${a.whyNoConversation ?? b.whyNoConversation ?? "not kept"}`];
  const [one, other] = [turnsOf(a.conversation), turnsOf(b.conversation)];
  const most = Math.max(one.length, other.length);
  for (let at = 0; at < most; at++) {
    if (JSON.stringify(one[at]) === JSON.stringify(other[at])) continue;
    const who = one[at]?.who ?? other[at]?.who ?? "";
    return [
      `* messages   ${exactly(one.length)} and ${exactly(other.length)} turns, the first ${exactly(at)} the same`,
      `  first to differ: ${who}`,
      fit(`- ${wordsOf(one[at]?.parts)}`, width).trimEnd(),
      fit(`+ ${wordsOf(other[at]?.parts)}`, width).trimEnd(),
    ];
  }
  return [`  messages   the same, ${exactly(one.length)} turns`];
};

const wordsOf = (parts: readonly ShownPart[] | undefined): string => {
  if (parts === undefined) return "(nothing)";
  return parts
    .map(({ kind, name, text }) => (kind === "text" ? text : `[${name === null ? kind : `${kind} ${name}`}] ${text}`))
    .join(" ")
    .slice(0, 400);
};

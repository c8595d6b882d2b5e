import type { RequestDetail, ShownPart } from "../../../src/control/contract.ts";
import { bytes, counted, lasted, timeOfDay, waited } from "../../output/units.ts";
import { answerTo } from "../data/answers.ts";
import { type ListedRequest, listedRequests, tookMs } from "../data/requests.ts";
import { fit } from "../frame/cells.ts";
import { type Line, line, lineOf, span } from "../frame/line.ts";
import { apart } from "../frame/parts.ts";
import type { Size } from "../frame/rect.ts";
import { wrapped } from "../frame/wrap.ts";
import type { Panel } from "../panel.ts";
import { isFollowing, steadyAndTold } from "../requests/steady.ts";
import type { State } from "../state.ts";

/** What is said in one request right now, or was: in the chosen one, or while nobody has chosen in one of the newest. */
export const selectedPanel =
  (chosen: (state: State, now: number) => string | null): Panel =>
  (state, now, size) => {
    const follows = isFollowing(state, now);
    const request = follows ? steadyAndTold(state, now) : listed(state, chosen(state, now));
    if (request === null) return { title: "Selected", lines: [line(" no request", { tone: "muted" })] };
    const detail = answerTo(state.data.answers, "request", { id: request.id });
    const note = [request.model, request.upstream, sessionWords(request)].filter((part) => part !== null).join("   ");
    const lines = detail === null ? [line(" asking the proxy …", { tone: "muted" })] : detailLines(detail, now, size);
    return { title: `${follows ? "Following" : "Selected"}: ${timeWords(request, now)}`, note, lines };
  };

const listed = ({ data }: State, id: string | null): ListedRequest | null =>
  listedRequests(data).find((one) => one.id === id) ?? null;

const timeWords = (request: ListedRequest, now: number): string => {
  const how = request.outcome === null ? runningWords(request, now) : waited(request.durationMs);
  return `${timeOfDay(request.startedAt)}  ${how}`;
};

/** `running 12s`, `queued 3s, place 2 for tight`. */
const runningWords = (request: ListedRequest, now: number): string => {
  const { queue } = request;
  if (queue === undefined || queue.place === 0) return `running ${lasted(tookMs(request, now))}`;
  return `queued ${lasted(Math.max(0, now - queue.sinceAt))}, place ${queue.place} for ${queue.limit}`;
};

const sessionWords = ({ session, turn }: ListedRequest): string | null =>
  session === null ? null : `${session}${turn === null ? "" : ` turn ${turn}`}`;

const detailLines = (detail: RequestDetail, now: number, size: Size): readonly Line[] => {
  const width = size.columns - 4;
  const { conversation, whyNoConversation } = detail;
  const facts = factLines(detail, now, size);
  if (conversation === null)
    return [line(` ${whyNoConversation ?? "nothing of it is kept"}`, { tone: "muted" }), ...facts];
  const asked = conversation.messages.findLast(({ role }) => role === "user")?.parts.at(-1) ?? null;
  const answer = conversation.answer.at(-1) ?? null;
  const room = Math.max(2, size.rows - facts.length);
  const askedRows = Math.max(1, Math.floor(room / 3));
  return [
    ...saidLines(">", asked, { width, rows: askedRows, right: sizeWords(detail) }),
    ...saidLines("<", answer, { width, rows: Math.max(1, room - askedRows), right: kindsOf(conversation.answer) }),
    ...facts,
  ].slice(0, size.rows);
};

type Room = { readonly width: number; readonly rows: number; readonly right: string };

/** More than a line of any terminal. */
const mostLooked = 1000;

/** One line with something at its end, or as many lines as it takes. */
const saidLines = (sign: string, part: ShownPart | null, { width, rows, right }: Room): readonly Line[] => {
  const tone = sign === ">" ? "muted" : "running";
  const text = part === null ? "(nothing yet)" : `${nameOf(part)}${part.text}`;
  if (rows === 1) {
    const first = fit(text.slice(0, mostLooked).replaceAll(/\s+/g, " "), Math.max(10, width - right.length - 3));
    return [apart(lineOf(span(` ${sign} `, tone), first.trimEnd()), lineOf(span(right, "muted")), width + 3)];
  }
  const body = wrapped(text, width, rows);
  return body.map((one, at): Line => lineOf(span(at === 0 ? ` ${sign} ` : "   ", tone), one));
};

const nameOf = ({ kind, name }: ShownPart): string =>
  kind === "text" ? "" : `${kind.replace("-", " ")}${name === null ? "" : ` ${name}`}: `;

const sizeWords = ({ conversation, request }: RequestDetail): string =>
  conversation === null
    ? ""
    : `${counted(conversation.tools.length, "tool")}   ${counted(conversation.messages.length, "message")}   ${bytes(request.bytes)}`;

/** `thinking 4.10 kB, text 380 B, tool call 120 B`. */
const kindsOf = (parts: readonly ShownPart[]): string =>
  parts
    .slice(-3)
    .map(({ kind, bytes: size }) => `${kind.replace("-", " ")} ${bytes(size)}`)
    .join(", ");

/** Below so many rows what is known is told in one line. */
const tall = 8;

const factLines = (detail: RequestDetail, now: number, { columns, rows }: Size): readonly Line[] => {
  const { remarks, cache } = detail;
  const told = [...remarks.map(({ by, text }) => `${by}: ${text}`), ...(cache?.why == null ? [] : [cache.why])];
  const times = pieceWords(detail, now);
  if (rows < tall) return [line(` ${fit([...times, ...told].join("   "), columns - 2)}`, { tone: "muted" })];
  const sentences = [[...times, sizeWords(detail)].join("   "), ...told];
  const lines = sentences.flatMap((sentence) => wrapped(sentence, columns - 2, 3));
  return [[], ...lines.slice(0, rows - 4).map((one) => line(` ${one}`, { tone: "muted" }))];
};

const pieceWords = ({ timeline, running }: RequestDetail, now: number): readonly string[] => {
  const last = running?.lastByteAt ?? null;
  return [
    timeline.firstByteMs === null ? "" : `first byte ${waited(timeline.firstByteMs)}`,
    timeline.pieces === null ? "" : counted(timeline.pieces, "piece"),
    timeline.longestGapMs === null ? "" : `longest silence ${waited(timeline.longestGapMs)}`,
    last === null ? "" : `last byte ${waited(Math.max(0, now - last))} ago`,
  ].filter((words) => words !== "");
};

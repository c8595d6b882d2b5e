import type { SessionView } from "../../../src/control/contract.ts";
import { answerTo } from "../../dashboard/data/answers.ts";
import {
  cost,
  costInTable,
  costUnknown,
  counted,
  dayAndTime,
  exactly,
  lasted,
  money,
  percent,
  roughly,
  unknown,
} from "../../output/units.ts";
import { chart, gauge } from "../parts/chart.ts";
import { facts } from "../parts/facts.ts";
import { card, empty } from "../parts/figure.ts";
import { columnsFor, headRow, requestRow } from "../parts/rows.ts";
import { sessionsAsk } from "../questions.ts";
import { addressOf, at } from "../route.ts";
import type { State } from "../state.ts";
import { type Element, h, type View } from "../view/element.ts";

const minuteMs = 60_000;

/** The conversations of the last day, the latest first. */
export const sessionList = (state: State): readonly View[] => {
  const { answers } = state.data;
  const sessions =
    answerTo(answers, "sessions", sessionsAsk(state.now)) ??
    answerTo(answers, "sessions", sessionsAsk(state.now - minuteMs));
  if (sessions === null) return [card("Sessions", null, empty("Asking the proxy …"))];
  const isNarrow = state.width < 940;
  return [
    card(
      "Sessions of the last 24 hours",
      counted(sessions.length, "session"),
      sessions.length === 0
        ? empty("No conversation yet.")
        : h(
            "div",
            { class: "table", role: "table", "aria-label": "Sessions" },
            h(
              "div",
              { class: `row head ${isNarrow ? "s-4" : "s-8"}`, role: "row" },
              ...heads(isNarrow).map((head) => h("span", { class: "cell", role: "columnheader" }, head)),
            ),
            ...sessions.map((one) => sessionRow(one, state.now, isNarrow)),
          ),
    ),
  ];
};

const heads = (isNarrow: boolean): readonly string[] =>
  isNarrow
    ? ["id", "client", "context", "cost"]
    : ["id", "client", "model", "turns", "context", "cost", "saved", "last"];

const sessionRow = (session: SessionView, now: number, isNarrow: boolean): Element => {
  const { id, client, model, turns, lastAt, active, savedMicros, savedTokens } = session;
  const name = `${active ? "* " : ""}${id}`;
  const cells: readonly View[] = isNarrow
    ? [name, client ?? unknown, context(session), costInTable(session)]
    : [
        name,
        client ?? unknown,
        model ?? unknown,
        turns === null ? unknown : exactly(turns),
        context(session),
        costInTable(session),
        savedTokens === 0 ? "–" : money(savedMicros),
        lastAt === null ? unknown : `${lasted(Math.max(0, now - lastAt))} ago`,
      ];
  return h(
    "a",
    { key: id, class: `row ${isNarrow ? "s-4" : "s-8"}`, role: "row", href: addressOf(at("sessions", id)) },
    ...cells.map((cell) => h("span", { class: "cell", role: "cell" }, cell)),
  );
};

/** How full its model's window is; a number alone where nobody knows the window. */
const context = ({ contextTokens, windowTokens }: SessionView): View => {
  if (contextTokens === null) return unknown;
  if (windowTokens === null) return roughly(contextTokens);
  const part = contextTokens / windowTokens;
  return h(
    "span",
    { class: "fill-of" },
    gauge(part, part > 0.9 ? "error" : part > 0.75 ? "warning" : "running", `${percent(part)} of the window`),
    ` ${roughly(contextTokens)} ${percent(part)}`,
  );
};

/** One conversation: its growth, what it cost, its turns; how much is left out of it can be said here. */
export const sessionScreen = (state: State, id: string): readonly View[] => {
  const detail = answerTo(state.data.answers, "session", { id });
  const back = h("p", { class: "back" }, h("a", { href: addressOf(at("sessions")) }, "← Sessions"), h("code", {}, id));
  if (detail === null) {
    const isAsked = `session ${JSON.stringify({ id })}` in state.data.answers;
    return [back, card("Session", null, empty(isAsked ? "Nobody knows this session any more." : "Asking the proxy …"))];
  }
  const { session, requests } = detail;
  const turns = requests.toSorted((one, other) => one.startedAt - other.startedAt);
  return [
    back,
    h("div", { class: "two" }, about(session, state.now), growth(turns, session)),
    card("Turns", counted(turns.length, "request"), turnTable(state, turns.toReversed())),
  ];
};

type Turns = readonly Parameters<typeof requestRow>[0][];

const about = (session: SessionView, now: number): Element => {
  const { client, model, upstream, pin, memory, startedAt, cacheBreaks, cacheBreakMicros, savedTokens, savedMicros } =
    session;
  return h(
    "section",
    { class: "card" },
    h(
      "header",
      {},
      h("h1", {}, client ?? "unknown program"),
      h("span", { class: "note" }, startedAt === null ? "" : `since ${dayAndTime(startedAt, now)}`),
    ),
    facts([
      ["Model", model],
      ["Upstream", upstream === null ? null : `${upstream}${pin === null ? "" : " (sent there by itself)"}`],
      ["Context", context(session)],
      ["Cost", [cost(session), costUnknown(session) === "" ? null : ` ${costUnknown(session)}`]],
      [
        "Saved",
        savedTokens === 0 ? "nothing was left out" : `${roughly(savedTokens)} tokens, ${money(savedMicros)} net`,
      ],
      ["Cache breaks", cacheBreaks === 0 ? "none" : `${exactly(cacheBreaks)}, ${money(cacheBreakMicros)} more paid`],
      ["Compression", memory === null ? "as of all others" : memory],
    ]),
    session.active ? compression(session) : null,
  );
};

/** How much is left out of it, to say. */
const compression = ({ id, memory }: SessionView): Element => {
  const isOff = memory === "off";
  return h(
    "div",
    { class: "buttons" },
    h(
      "button",
      {
        "aria-pressed": isOff ? "false" : "true",
        on: { click: { type: "compress", session: id, mode: isOff ? "on" : "off" } },
      },
      isOff ? "Compress this session" : "Stop compressing this session",
    ),
    memory === null
      ? null
      : h("button", { class: "quiet", on: { click: { type: "compress", session: id, mode: null } } }, "as all others"),
  );
};

const growth = (turns: Turns, { windowTokens }: SessionView): Element => {
  const input = turns.map(({ inputTokens }) => inputTokens);
  const last = input.findLast((value) => value !== null) ?? null;
  return card(
    "Prompt by turn",
    windowTokens === null ? null : `window ${roughly(windowTokens)}`,
    chart({
      label: `The prompt over ${counted(turns.length, "request")}, now ${roughly(last)} tokens`,
      curves: [
        { name: "input", points: input, look: "area", tone: "running", says: roughly(last) },
        {
          name: "from the cache",
          points: turns.map(({ cacheReadTokens }) => cacheReadTokens),
          look: "dashed",
          tone: "saved",
          says: roughly(turns.at(-1)?.cacheReadTokens ?? null),
        },
      ],
      marks: turns.map(({ cacheBreak }) => (cacheBreak === null ? null : 1)),
      ...{ most: (value: number) => roughly(Math.round(value)), from: "first turn" },
    }),
  );
};

const turnTable = (state: State, turns: Turns): View => {
  const names = columnsFor(state.width);
  return turns.length === 0
    ? empty("Its requests are not known any more.")
    : h(
        "div",
        { class: "table", role: "table", "aria-label": "Turns" },
        headRow(names),
        ...turns.slice(0, 200).map((turn) => requestRow(turn, names, state.now)),
      );
};

import { timeOfDay } from "../../output/units.ts";
import { listedRequests, requestQuestion } from "../data/requests.ts";
import { type Line, span } from "../frame/line.ts";
import type { Panel } from "../panel.ts";
import { areaOf, contentOf, detailOf, requestId, roomOf } from "../request/content.ts";
import { requestViewKeys } from "../request/keys.ts";
import { tabs } from "../request/view-state.ts";
import { signOf } from "../requests/sign.ts";
import type { Screen } from "../screen.ts";
import type { State } from "../state.ts";

/** One request: what happened, when, what was said, what it took, and its headers. */
export const requestScreen: Screen = {
  title: (state) => `Request ${requestId(state) ?? ""}`,
  list: null,
  slots: (_state, area) => [{ panel: requestPanel, rect: area, isFocused: true, isBare: roomOf(area).isBare }],
  questions: (state) => {
    const id = requestId(state);
    return id === null ? [] : [requestQuestion(state.data, id)];
  },
  keys: [requestViewKeys],
};

const requestPanel: Panel = (state, now, size) => {
  const { lines } = contentOf(state, now);
  const room = roomOf(areaOf(state));
  const top = Math.max(0, Math.min(state.requestView.top, lines.length - room.rows));
  const seen = lines.slice(top, top + room.rows);
  const last = Math.min(lines.length, top + room.rows);
  const isAll = top === 0 && last === lines.length;
  const body = room.isBare
    ? [tabLine(state, size.columns), ...seen]
    : [tabLine(state, size.columns), [], ...seen.map(padded)];
  return {
    title: headingOf(state, size.columns - (isAll ? 0 : 16)),
    lines: body,
    ...(isAll ? {} : { note: `${last} of ${lines.length}` }),
  };
};

const padded = (line: Line): Line => [span(" "), ...line];

/** As much as there is room for; the last ones give way whole. */
const headingOf = (state: State, columns: number): string => {
  const id = requestId(state) ?? "";
  const listed = listedRequests(state.data).find((one) => one.id === id) ?? detailOf(state)?.summary ?? null;
  if (listed === null) return id;
  const { sign } = signOf(listed);
  const code = listed.outcome === null || listed.outcome === "--" ? sign : `${sign} (${listed.outcome})`;
  const words = [
    id,
    code,
    listed.upstream ?? "-",
    listed.modelUsed ?? listed.model ?? "-",
    timeOfDay(listed.startedAt),
  ];
  const most = words.findLastIndex((_, at) => words.slice(0, at + 1).join("   ").length <= columns - 8);
  return words.slice(0, Math.max(1, most + 1)).join("   ");
};

/** The tabs with their numbers; where there is little room only the open one has its name. */
const tabLine = (state: State, columns: number): Line => {
  const names = tabs.map((tab) => `${tab[0]?.toUpperCase() ?? ""}${tab.slice(1)}`);
  const isShort = names.join("   ").length + 14 > columns;
  return tabs.flatMap((tab, at) => {
    const isOpen = tab === state.requestView.tab;
    const name = isShort && !isOpen ? String(at + 1) : `${at + 1} ${names[at] ?? ""}`;
    return [
      span(" "),
      { ...span(isOpen ? `[${name}]` : name, isOpen ? "heading" : "muted"), click: { key: String(at + 1) } },
    ];
  });
};

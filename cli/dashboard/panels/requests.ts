import { answerTo } from "../data/answers.ts";
import { mostRequests } from "../data/hear.ts";
import { type ListedRequest, listedRequests } from "../data/requests.ts";
import { fit, fitEnd } from "../frame/cells.ts";
import { clickable, type Line, line, lineOf, reversed, type Span, span } from "../frame/line.ts";
import { windowOf } from "../lists.ts";
import type { Panel } from "../panel.ts";
import { columns } from "../requests/columns.ts";
import { layoutOf, type PlacedColumn } from "../requests/layout.ts";
import { emptyResult, requestsNote } from "../requests/note.ts";
import { shownRequests } from "../requests/shown.ts";
import type { State } from "../state.ts";

/** The name of this list among the lists. */
export const requestsList = "requests";

/** Columns are as wide as so many rows want them, so that they stand still while rows come and go. */
const measured = 100;

/** From this width on there is air at the edges. */
const airy = 60;

/** The list of requests, the newest first, or as it was asked for. */
export const requestsPanel: Panel = (state, now, size) => {
  const requests = shownRequests(state, now);
  const ids = requests.map(({ id }) => id);
  const { from, chosen } = windowOf(state.lists[requestsList], ids, Math.max(1, size.rows - 1));
  const seen = requests.slice(from, from + Math.max(1, size.rows - 1));
  const note = requestsNote(state, now, size.columns);
  if (seen.length === 0) return { title: "Requests", note, lines: emptyLines(state) };
  const air = size.columns >= airy ? " " : "";
  const room = size.columns - 2 * air.length - 1;
  const layout = layoutOf(requests.slice(from, from + Math.max(seen.length, measured)), room, {
    now,
    isWide: state.requestList.isWide,
  });
  const rows = seen.map((request) => rowOf(request, request.id === chosen, layout, { state, now, air }));
  return { title: "Requests", note, lines: [headOf(layout, air, state), ...rows] };
};

const headOf = (layout: readonly PlacedColumn[], air: string, { requestList }: State): Line => {
  const cells = layout.flatMap(({ name, width, gap }): readonly Span[] => {
    const { title } = columns[name];
    const isSorted = name === (requestList.sort === "at" ? "clock" : requestList.sort);
    const tone = isSorted && requestList.sort !== "at" ? "heading" : "muted";
    return [span(" ".repeat(gap)), span(fit(title, width, sideOf(name)), tone)];
  });
  return lineOf(`${air} `, ...cells);
};

type Row = { readonly state: State; readonly now: number; readonly air: string };

const rowOf = (
  request: ListedRequest,
  isChosen: boolean,
  layout: readonly PlacedColumn[],
  { state, now, air }: Row,
): Line => {
  const isMarked = state.requestList.marked.includes(request.id);
  const cells = layout.flatMap(({ name, width, gap }): readonly Span[] => {
    const cell = columns[name].cell(request, now);
    const isFirst = name === layout[0]?.name;
    return [
      span((isMarked && isFirst ? "*" : " ").padEnd(gap)),
      {
        ...cell,
        text: "differsAtEnd" in columns[name] ? fitEnd(cell.text, width) : fit(cell.text, width, sideOf(name)),
      },
    ];
  });
  const shown = clickable(lineOf(`${air}${isChosen ? ">" : " "}`, ...cells, air), { row: request.id });
  return isChosen ? reversed(shown) : shown;
};

const sideOf = (name: PlacedColumn["name"]): "left" | "right" => ("right" in columns[name] ? "right" : "left");

const emptyLines = (state: State): readonly Line[] => {
  if (listedRequests(state.data).length === 0) {
    const isTold = answerTo(state.data.answers, "recent", { limit: mostRequests }) !== null;
    return [line(isTold ? " No request has come in yet." : " asking the proxy …", { tone: "muted" })];
  }
  return [[], lineOf(`  ${emptyResult(state)}`, "   ", { ...span("esc clears", "heading"), click: { key: "esc" } })];
};

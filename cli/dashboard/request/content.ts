import type { RequestDetail } from "../../../src/core/request-detail.ts";
import { answerTo, keyOf } from "../data/answers.ts";
import { listedRequests } from "../data/requests.ts";
import { type Line, line } from "../frame/line.ts";
import type { Size } from "../frame/rect.ts";
import type { State } from "../state.ts";
import { conversationLines, type Told } from "./conversation.ts";
import { editLines } from "./edits.ts";
import { headerLines } from "./headers.ts";
import { summaryLines, unknownLines } from "./summary.ts";
import { timelineLines } from "./timeline.ts";
import { usageLines } from "./usage.ts";
import type { Tab } from "./view-state.ts";

/** The request that is looked at; null where none is. */
export const requestId = ({ path }: Pick<State, "path">): string | null => {
  const place = path.at(-1);
  return place?.kind === "request" ? place.id : null;
};

/** What the daemon told of it; null = nothing yet. */
export const detailOf = (state: State): RequestDetail | null => {
  const id = requestId(state);
  return id === null ? null : answerTo(state.data.answers, "request", { id });
};

/** From this size on there is a border round it. */
const bordered: Size = { columns: 60, rows: 14 };

/** The room for the lines of a tab, in a place of this size. */
export const roomOf = ({ columns, rows }: Size): Size & { readonly isBare: boolean } => {
  const isBare = columns < bordered.columns || rows < bordered.rows;
  return isBare ? { columns, rows: rows - 1, isBare } : { columns: columns - 4, rows: rows - 4, isBare };
};

/** The area of a screen. */
export const areaOf = ({ size }: Pick<State, "size">): Size => ({ columns: size.columns, rows: size.rows - 3 });

const byTab: Readonly<
  Record<Exclude<Tab, "conversation">, (detail: RequestDetail, now: number, width: number) => readonly Line[]>
> = { summary: summaryLines, timeline: timelineLines, usage: usageLines, edits: editLines, headers: headerLines };

/** All lines of the tab that is open, and where the turns of a conversation begin. */
export const contentOf = (state: State, now: number): Told => {
  const { columns: width } = roomOf(areaOf(state));
  const { tab, turn, unfolded } = state.requestView;
  const detail = detailOf(state);
  if (detail === null) return { lines: missing(state), begins: [] };
  if (tab === "conversation") return conversationLines(detail, { chosen: turn, unfolded, width });
  return { lines: byTab[tab](detail, now, width), begins: [] };
};

const missing = (state: State): readonly Line[] => {
  const id = requestId(state) ?? "";
  const asked = state.data.answers[keyOf({ name: "request", ask: { id } })];
  if (asked === undefined) return [[], line("  asking the proxy …", { tone: "muted" })];
  const isListed = listedRequests(state.data).some((one) => one.id === id);
  return unknownLines(id, asked.problem ?? (isListed ? "The proxy has not told anything of it yet." : null));
};

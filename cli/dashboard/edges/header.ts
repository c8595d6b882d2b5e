import { lasted } from "../../output/units.ts";
import { type Line, lineOf, span } from "../frame/line.ts";
import { screenOf } from "../screens/index.ts";
import type { State } from "../state.ts";

/** The first line: through what, since when, where, and what is being looked at. */
export const headerLine = (state: State, now: number, columns: number): Line => {
  const { status } = state.data;
  const title = screenOf(state).title(state);
  const paused = state.held === null ? "" : " PAUSED ";
  const left =
    status === null
      ? "proxy-cli  connecting"
      : `proxy-cli  > ${status.upstream}   up ${lasted(now - status.startedAt)}   ${status.url}`;
  const room = columns - left.length - paused.length - title.length;
  return lineOf(
    span(left, "heading"),
    { text: paused, isReversed: true },
    " ".repeat(Math.max(1, room)),
    span(title, "heading"),
  );
};

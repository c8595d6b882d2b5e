import type { Binding, BindingGroup } from "../keys/binding.ts";
import { choosing } from "../lists.ts";
import { cancelling, whyNotCancel } from "../requests/cancel.ts";
import { comparing, otherThan } from "../requests/compare.ts";
import { copyingCurl, copyingId } from "../requests/copy.ts";
import { requestList } from "../requests/list.ts";
import { replaying } from "../requests/replay.ts";
import { shownRequests } from "../requests/shown.ts";
import type { Change, State } from "../state.ts";
import { to } from "../step.ts";
import { areaOf, contentOf, detailOf, requestId, roomOf } from "./content.ts";
import { type RequestView, tabs } from "./view-state.ts";

const viewing = (state: State, change: Partial<RequestView>): State => ({
  ...state,
  requestView: { ...state.requestView, ...change },
});

/** How far down one can go. */
const lastTop = (state: State, now: number): number =>
  Math.max(0, contentOf(state, now).lines.length - roomOf(areaOf(state)).rows);

const scrolled = (state: State, now: number, by: number): State =>
  viewing(state, { top: Math.max(0, Math.min(lastTop(state, now), state.requestView.top + by)) });

const page = (state: State): number => Math.max(1, roomOf(areaOf(state)).rows - 1);

/** In a conversation from turn to turn, else line by line. */
const going =
  (by: number): Change =>
  (state, now) => {
    const { begins } = contentOf(state, now);
    if (begins.length === 0) return to(scrolled(state, now, by));
    const { turn, top } = state.requestView;
    const next = Math.max(0, Math.min(begins.length - 1, turn + by));
    const begin = begins[next] ?? 0;
    const { rows } = roomOf(areaOf(state));
    const moved = viewing(state, { turn: next, top: Math.max(Math.min(top, begin), begin - rows + 1) });
    return to(scrolled(moved, now, 0));
  };

const tabAt =
  (at: number): Change =>
  (state) =>
    to(viewing(state, { tab: tabs[(at + tabs.length) % tabs.length] ?? "summary", top: 0 }));

const beside =
  (by: number): Change =>
  (state, now) =>
    tabAt(tabs.indexOf(state.requestView.tab) + by)(state, now);

/** To the request before or behind this one in the list, which goes along. */
const neighbour =
  (by: number): Change =>
  (state, now) => {
    const id = neighbourOf(state, now, by);
    if (id === null) return to(state);
    const list = requestList(({ size }) => Math.max(1, size.rows - 6));
    const moved = choosing(list, state, now, id);
    const path = [...state.path.slice(0, -1), { kind: "request", id } as const];
    return to(viewing({ ...moved, path }, { top: 0, turn: 0, unfolded: [] }));
  };

const neighbourOf = (state: State, now: number, by: number): string | null => {
  const ids = shownRequests(state, now).map(({ id }) => id);
  const at = ids.indexOf(requestId(state) ?? "");
  return at < 0 ? null : (ids[at + by] ?? null);
};

const moving: readonly Binding[] = [
  ...tabs.map(
    (tab, at): Binding => ({
      keys: [String(at + 1)],
      label: tab,
      act: tabAt(at),
      ...(at === 0 ? { footer: "tabs", footerKeys: `1-${tabs.length}` } : {}),
    }),
  ),
  { keys: ["tab"], label: "the next tab", act: beside(1) },
  { keys: ["S-tab"], label: "the tab before", act: beside(-1) },
  {
    keys: ["n"],
    label: "the next request of the list",
    footer: "next",
    act: neighbour(1),
    unless: (state, now) => (neighbourOf(state, now, 1) === null ? "there is none behind it in the list" : null),
  },
  {
    keys: ["p"],
    label: "the request before",
    footer: "before",
    act: neighbour(-1),
    unless: (state, now) => (neighbourOf(state, now, -1) === null ? "there is none before it in the list" : null),
  },
  { keys: ["j", "down"], label: "down, in a conversation a turn", act: going(1) },
  { keys: ["k", "up"], label: "up, in a conversation a turn", act: going(-1) },
  {
    keys: ["pagedown", "C-f"],
    shown: "page down",
    label: "a page on",
    act: (state, now) => to(scrolled(state, now, page(state))),
  },
  {
    keys: ["pageup", "C-b"],
    shown: "page up",
    label: "a page back",
    act: (state, now) => to(scrolled(state, now, -page(state))),
  },
  { keys: ["g", "home"], label: "to the top", act: (state) => to(viewing(state, { top: 0, turn: 0 })) },
  {
    keys: ["G", "end"],
    label: "to the bottom",
    act: (state, now) => {
      const turn = Math.max(0, contentOf(state, now).begins.length - 1);
      return to(viewing(state, { top: lastTop(state, now), turn }));
    },
  },
];

const sessionOf = (state: State): string | null => {
  const detail = detailOf(state);
  return (detail?.summary ?? detail?.running ?? null)?.session ?? null;
};

const unfolding: Change = (state, now) => {
  const { turn, unfolded } = state.requestView;
  const next = unfolded.includes(turn) ? unfolded.filter((one) => one !== turn) : [...unfolded, turn];
  return to(scrolled(viewing(state, { unfolded: next }), now, 0));
};

const isConversation = ({ requestView }: State): boolean => requestView.tab === "conversation";

const otherOf = (state: State): string | null => otherThan(state, requestId(state) ?? "");

const acting: readonly Binding[] = [
  {
    keys: ["enter", "space"],
    label: "unfold a turn; elsewhere go to the session",
    footer: "open",
    act: (state, now) => {
      if (isConversation(state)) return unfolding(state, now);
      const id = sessionOf(state);
      return to(id === null ? state : { ...state, path: [...state.path, { kind: "session", id }] });
    },
    unless: (state) =>
      isConversation(state) || sessionOf(state) !== null ? null : "it is no part of a session that is known",
  },
  {
    keys: ["r"],
    label: "replay: send it again (asks first)",
    footer: "replay",
    act: (state) => replaying(state, requestId(state) ?? ""),
  },
  {
    keys: ["d"],
    label: "compare with the marked one, else with the turn before it",
    footer: "compare",
    act: (state) => comparing(state, [otherOf(state) ?? "", requestId(state) ?? ""]),
    unless: (state) =>
      otherOf(state) === null ? "nothing to compare it with: mark another one with space in the list" : null,
  },
  {
    keys: ["c"],
    label: "copy as curl, without the key",
    footer: "curl",
    act: (state) => copyingCurl(state, requestId(state) ?? ""),
  },
  {
    keys: ["y"],
    label: "copy the id",
    footer: "copy id",
    act: (state) => copyingId(state, requestId(state) ?? ""),
  },
  {
    keys: ["x"],
    label: "cancel it while it runs (asks first)",
    act: (state, now) => to(cancelling(state, requestId(state) ?? "", now)),
    unless: (state) => whyNotCancel(state, requestId(state)),
  },
];

/** The keys of one request. */
export const requestViewKeys: BindingGroup = { title: "REQUEST", bindings: [...moving, ...acting] };

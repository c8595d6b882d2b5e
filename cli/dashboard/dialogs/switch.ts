import { waited } from "../../output/units.ts";
import { standingMeaning, standingWords } from "../../upstreams/standing.ts";
import { closed, type Dialog } from "../dialog.ts";
import { type Column, tableOf } from "../frame/columns.ts";
import { clickable, type Line, line, lineOf, reversed, type Span, span } from "../frame/line.ts";
import { besideEachOther } from "../frame/parts.ts";
import { inMiddle } from "../frame/rect.ts";
import type { Key } from "../keys/key.ts";
import type { State, Step } from "../state.ts";
import { to, toasted } from "../step.ts";
import { alone, checked, switching } from "../switching/act.ts";
import { type CheckLines, checkLines } from "../switching/check-lines.ts";
import type { Refusal, SwitchOverlay } from "../switching/overlay.ts";
import { currentIn, foundTargets, liveData, type Target, targetOf } from "../switching/targets.ts";

/** As wide as sentences are easy to read. */
const widest = 64;

/** So many upstreams are seen at once. */
const mostRows = 8;

/** To another upstream: what it would mean, then one key does it. */
export const switchDialog: Dialog<SwitchOverlay> = {
  view: (overlay, state, now, area) => {
    const columns = Math.min(widest, area.columns);
    const target = targetOf(overlay, state);
    const parts = partsOf(overlay, state, target, columns - 2);
    const list = overlay.isChoosing ? listLines(overlay, state, now, columns - 2) : [];
    const wanted = heightOf(parts, Math.min(mostRows, list.length)) + 2;
    const rect = inMiddle(area, { columns, rows: wanted });
    const lines = laidOut(parts, list, rect.rows - 2, indexOf(overlay, state, target));
    const note = overlay.isChoosing ? (overlay.search === "" ? "type to search" : `search: ${overlay.search}`) : "";
    return { rect, title: "Switch upstream", note, lines };
  },
  press: (overlay, key, state, now) => {
    if (overlay.isSwitching) return to(state); // one is on its way; escape closes the dialog all the same
    if (key.name === "C-o" || (key.name === "o" && !overlay.isChoosing)) return alone(state, overlay);
    return overlay.isChoosing ? pressInList(overlay, key, state, now) : pressAtOne(overlay, key, state, now);
  },
  choose: (overlay, row, state, now) => {
    if (overlay.isSwitching) return to(state);
    if (row === targetOf(overlay, state)) return go(overlay, state, now);
    return checked(state, { ...overlay, target: row });
  },
  footer: (overlay, state) => {
    if (overlay.isSwitching) return [["esc", "close"]];
    const refusal = refusalIn(overlay, targetOf(overlay, state));
    if (overlay.isChoosing)
      return [
        ["enter", refusal === null ? "switch" : "why not"],
        ["esc", "cancel"],
        ["down", "next"],
        ...aloneKey(overlay),
      ];
    return [
      ["enter", refusal === null ? "switch" : "check again"],
      ...(refusal?.canForce === true ? ([["f", "switch all the same"]] as const) : []),
      ["u", "another one"],
      ["esc", "cancel"],
      ...aloneKey(overlay),
    ];
  },
};

/** Only where it was opened from a conversation. */
const aloneKey = ({ session, isAlone }: SwitchOverlay): readonly (readonly [string, string])[] =>
  session === null ? [] : [["C-o", isAlone ? "all sessions" : "this session only"]];

const refusalIn = ({ checks }: SwitchOverlay, target: string | null): Refusal | null => {
  const check = target === null ? undefined : checks[target];
  return check?.kind === "refused" ? check : null;
};

/** Enter: there, or to the reasons why not. */
const go = (overlay: SwitchOverlay, state: State, now: number): Step => {
  const target = targetOf(overlay, state);
  if (target === null) return to(state);
  if (!overlay.isAlone && target === currentIn(liveData(state)))
    return to(toasted(closed(state), now, `already on ${target}`, "muted"));
  if (refusalIn(overlay, target) === null) return switching(target, false)(state, now);
  return to({ ...state, overlay: { ...overlay, isChoosing: false, target } });
};

const pressInList = (overlay: SwitchOverlay, { name, text }: Key, state: State, now: number): Step => {
  if (name === "enter") return go(overlay, state, now);
  const by = { down: 1, tab: 1, "C-n": 1, up: -1, "S-tab": -1, "C-p": -1 }[name];
  if (by !== undefined) {
    const found = foundTargets(overlay, state);
    const at = found.findIndex((one) => one.name === targetOf(overlay, state)) + by;
    const next = found[Math.max(0, Math.min(found.length - 1, at))];
    return next === undefined ? to(state) : checked(state, { ...overlay, target: next.name });
  }
  const search = name === "backspace" ? overlay.search.slice(0, -1) : text === null ? null : overlay.search + text;
  return search === null ? to(state) : checked(state, { ...overlay, search, target: null });
};

const pressAtOne = (overlay: SwitchOverlay, { name }: Key, state: State, now: number): Step => {
  const { target } = overlay;
  if (["n", "q", "left"].includes(name)) return to(closed(state));
  if (name === "u") return checked(state, { ...overlay, isChoosing: true, search: "" });
  if (target === null) return to(state);
  const refusal = refusalIn(overlay, target);
  if (name === "f" && refusal?.canForce === true) return switching(target, true)(state, now);
  if (name !== "enter" && name !== "y") return to(state);
  // What was refused is asked again: it may be well by now.
  return refusal === null ? go(overlay, state, now) : checked(state, { ...overlay, checks: {} });
};

/** What the dialog is made of, before it is known how much room there is. */
type Parts = { readonly head: Line; readonly check: CheckLines; readonly buttons: Line };

const partsOf = (overlay: SwitchOverlay, state: State, target: string | null, columns: number): Parts => {
  const from = currentIn(liveData(state)) ?? "-";
  const none: CheckLines = { good: [], bad: [], last: [] };
  if (target === null) {
    const why = overlay.search === "" ? "asking the proxy …" : "nothing found";
    return { head: line(`  ${why}`, { tone: "muted" }), check: none, buttons: lineOf("  ", cancel) };
  }
  if (target === from && !overlay.isAlone)
    return {
      head: line(`  requests go to ${from} already`, { tone: "muted" }),
      check: none,
      buttons: lineOf("  ", cancel),
    };
  return {
    head: lineOf(
      ...(overlay.isAlone
        ? ["  ", span(overlay.session ?? "", "heading"), " alone"]
        : ["  from  ", span(from, "heading")]),
      "   to  ",
      span(target, "heading"),
    ),
    check: checkLines(state, target, overlay.checks[target], columns),
    buttons: buttonsOf(overlay, refusalIn(overlay, target), columns),
  };
};

const button = (text: string, key: string): Span => ({ ...span(text, "heading"), click: { key } });
const cancel = button("< Cancel >", "esc");

/** One without room is left out whole: its key works all the same. */
const buttonsOf = ({ isSwitching, isChoosing }: SwitchOverlay, refusal: Refusal | null, columns: number): Line => {
  if (isSwitching) return line("  switching …", { tone: "running" });
  const spread = (lead: number, gap: number, ...parts: readonly Span[]): Line => {
    const lines = parts.map((part): Line => [part]);
    return [span(" ".repeat(lead)), ...besideEachOther(lines, columns - lead, gap)];
  };
  if (refusal === null) return spread(6, 6, button("< Switch >", "enter"), cancel, span("enter / esc", "muted"));
  if (isChoosing) return spread(2, 3, button("< Why not >", "enter"), cancel);
  const force = refusal.canForce ? [button("< All the same >", "f")] : [];
  return spread(2, 3, button("< Check again >", "enter"), ...force, cancel);
};

const checkHeight = ({ good, bad, last }: CheckLines): number => good.length + bad.length + last.length;

/** With an empty line above and below everything, and between what is listed and what is said. */
const heightOf = ({ check }: Parts, rows: number): number =>
  (rows === 0 ? 1 : rows + 2) + 1 + (checkHeight(check) === 0 ? 0 : checkHeight(check) + 1) + 2;

/** In so many lines. Where there are few, empty ones go first, then what speaks for it, then the list is moved through. */
const laidOut = (parts: Parts, list: readonly Line[], room: number, chosen: number): readonly Line[] => {
  const { head, check, buttons } = parts;
  const shownRows = Math.min(mostRows, list.length);
  if (heightOf(parts, shownRows) <= room) {
    const listed = list.length === 0 ? [[]] : [[], ...listPart(list, shownRows, chosen), []];
    const said = [...check.good, ...check.bad, ...check.last];
    return [...listed, head, ...(said.length === 0 ? [] : [[], ...said]), [], buttons];
  }
  const rows = list.length === 0 ? 0 : Math.max(1, Math.min(shownRows, room - 3));
  const left = Math.max(0, room - rows - 2);
  const said = [...check.bad, ...check.last, ...check.good];
  const goesOn = (one: Line, at: number): Line =>
    at === left - 1 && said.length > left ? [...one, span(" …", "muted")] : one;
  return [...listPart(list, rows, chosen), head, ...said.slice(0, left).map(goesOn), buttons];
};

/** So many of them, the chosen one in the middle where there are more. */
const listPart = (list: readonly Line[], rows: number, chosen: number): readonly Line[] => {
  const from = Math.max(0, Math.min(chosen - Math.floor(rows / 2), list.length - rows));
  return list.slice(from, from + rows);
};

const indexOf = (overlay: SwitchOverlay, state: State, target: string | null): number =>
  Math.max(
    0,
    foundTargets(overlay, state).findIndex(({ name }) => name === target),
  );

const listLines = (overlay: SwitchOverlay, state: State, now: number, columns: number): readonly Line[] => {
  const found = foundTargets(overlay, state);
  const target = targetOf(overlay, state);
  const { rows } = tableOf(columnsFor(currentIn(liveData(state)), target, now), found, columns - 2);
  return rows.map((row, at): Line => {
    const name = found[at]?.name ?? "";
    const whole = clickable([{ text: " " }, ...row, { text: " " }], { row: name });
    return name === target ? reversed(whole) : whole;
  });
};

const columnsFor = (current: string | null, target: string | null, now: number): readonly Column<Target>[] => [
  {
    title: "",
    cell: ({ name }) => `${name === target ? ">" : " "} ${name === current ? "*" : " "} ${name}`,
    least: 14,
    rank: 0,
  },
  { title: "", cell: ({ upstream }) => stateCell(upstream, now), usual: 11, rank: 1 },
  { title: "", cell: ({ upstream }) => waited(upstream?.p50Ms ?? null), right: true, usual: 7, rank: 2 },
  {
    title: "",
    cell: ({ upstream }) => upstream?.dialects.join(" ") ?? "by what each request speaks",
    least: 9,
    rank: 3,
  },
];

const stateCell = (upstream: Target["upstream"], now: number): Span =>
  upstream === null ? { text: "-" } : span(standingWords(upstream, now), standingMeaning[upstream.state]);

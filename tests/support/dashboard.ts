import { PassThrough } from "node:stream";
import { openTerminal, type Terminal } from "../../cli/dashboard/draw/terminal.ts";
import type { Event } from "../../cli/dashboard/event.ts";
import type { Size } from "../../cli/dashboard/frame/rect.ts";
import { blankSheet, textOf } from "../../cli/dashboard/frame/sheet.ts";
import type { Key } from "../../cli/dashboard/keys/key.ts";
import type { Panel } from "../../cli/dashboard/panel.ts";
import { type Effect, firstState, type Look, type State } from "../../cli/dashboard/state.ts";
import { update } from "../../cli/dashboard/update.ts";
import { frameOf } from "../../cli/dashboard/view.ts";
import type { WatchMessage } from "../../src/control/contract.ts";

/** How it looks in most tests: line drawing, no colours, so that frames are the same everywhere. */
export const testLook: Look = { ascii: false, colours: 0, theme: "dark", mouse: false };

/** Keys by their names; a single character also writes itself. */
export const keyOf = (name: string): Key => ({
  name,
  text: name === "space" ? " " : [...name].length === 1 ? name : null,
});

/** A state after these events, and everything that was to be done on the way. */
export const after = (
  state: State,
  events: readonly Event[],
  now: number,
): { readonly state: State; readonly effects: readonly Effect[] } =>
  events.reduce<{ state: State; effects: readonly Effect[] }>(
    (so, event) => {
      const step = update(so.state, event, now);
      return { state: step.state, effects: [...so.effects, ...step.effects] };
    },
    { state, effects: [] },
  );

/** The events of these keys. */
export const pressing = (...names: readonly string[]): readonly Event[] =>
  names.map((name) => ({ type: "key", key: keyOf(name) }));

/** The events of these messages of the daemon. */
export const hearing = (...messages: readonly WatchMessage[]): readonly Event[] => [
  { type: "link", link: { kind: "live" } },
  ...messages.map((message): Event => ({ type: "heard", message })),
];

/** What the daemon says when a request begins of which nothing is known yet. */
export const requestBegun = (id: string, startedAt: number) =>
  ({ type: "request-started", id, startedAt, method: "POST", path: "/", dialect: null, client: null }) as const;

/** An empty state of this size. */
export const stateOf = (size: Size, look: Look = testLook): State => firstState(size, look);

/** A terminal that nobody sees: what it is told, and what came of it. */
export type HiddenTerminal = Terminal & {
  /** Every byte that was written to it so far. */
  readonly written: () => Promise<string>;
  readonly resize: (size: Size) => void;
};

/** A terminal of this size that nobody sees. */
export const hiddenTerminal = (size: Size, look: Look = testLook): HiddenTerminal => {
  const output = new PassThrough();
  let written = "";
  output.on("data", (bytes: Buffer) => {
    written += bytes.toString();
  });
  const input = new PassThrough();
  for (const [stream, more] of [
    [output, { columns: size.columns, rows: size.rows, isTTY: true }],
    [input, { isTTY: true, setRawMode: () => input, isRaw: true }],
  ] as const)
    for (const [name, value] of Object.entries(more)) Reflect.set(stream, name, value);
  const hands = { key: () => undefined, click: () => undefined, wheel: () => undefined, resize: () => undefined };
  const terminal = openTerminal(look, hands, { input, output });
  return {
    ...terminal,
    written: async () => {
      terminal.screen.program.flush();
      await new Promise((resolve) => output.write("", resolve));
      return written;
    },
    resize: ({ columns, rows }) => {
      Reflect.set(output, "columns", columns);
      Reflect.set(output, "rows", rows);
      output.emit("resize");
    },
  };
};

/** What is in the cells of a terminal, a line each. */
export const cellsOf = ({ screen }: Terminal): readonly string[] => {
  const lines = Reflect.get(screen, "lines") as readonly (readonly (readonly [number, string])[])[];
  return lines.map((cells) =>
    cells
      .map(([, character]) => character)
      .join("")
      .trimEnd(),
  );
};

/** What lies over the screen, alone, as text; empty where nothing does. */
export const over = (state: State, now: number): string => {
  const lid = frameOf(state, now).over;
  return lid === null ? "" : textOf(lid.sheet).join("\n");
};

/** Terminals that pictures were taken in, by their size and look: opening one takes ten times as long as a picture. */
const studios = new Map<string, HiddenTerminal>();

/** The picture of a state as it stands in the cells of a terminal, whatever stood in it before. */
export const painted = (state: State, now: number): string => {
  const key = JSON.stringify([state.size, state.look]);
  const terminal = studios.get(key) ?? hiddenTerminal(state.size, state.look);
  studios.set(key, terminal);
  terminal.draw(frameOf(state, now));
  return cellsOf(terminal).join("\n");
};

/** What a panel shows in a place of this size, a line each; charts are not in it. */
export const panelText = (panel: Panel, state: State, now: number, size: Size): readonly string[] => {
  const sheet = blankSheet(size);
  sheet.put({ ...size, left: 0, top: 0 }, panel(state, now, size).lines);
  return textOf(sheet);
};

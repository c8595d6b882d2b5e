import { expect, test } from "bun:test";
import type { Event } from "../../../cli/dashboard/event.ts";
import type { Size } from "../../../cli/dashboard/frame/rect.ts";
import { clickAt, textOf } from "../../../cli/dashboard/frame/sheet.ts";
import type { State } from "../../../cli/dashboard/state.ts";
import { update } from "../../../cli/dashboard/update.ts";
import { frameOf } from "../../../cli/dashboard/view.ts";
import { cellsOf, hiddenTerminal, keyOf } from "../../support/dashboard.ts";
import { sceneNames, sceneNow, sceneOf, sceneState } from "../../support/dashboard-scenes.ts";
import { emulated } from "../../support/emulated.ts";
import { runs } from "../../support/runs.ts";

/** The same storm every time. */
const dice = (seed: number): ((sides: number) => number) => {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
};

const named = ["enter", "esc", "tab", "S-tab", "up", "down", "left", "right", "pageup", "pagedown", "home", "end"];
const others = ["space", "backspace", "C-r", "C-f", "C-b", "C-u", "C-w", "delete", "f1", "C-z"];
const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:?-[]!|>*\"'\\ é中😀"];
const keys = [...named, ...named, ...others, ...letters];

const sizes: readonly Size[] = [
  { columns: 1, rows: 1 },
  { columns: 39, rows: 30 },
  { columns: 40, rows: 10 },
  { columns: 60, rows: 20 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
];

/** Every picture fits, and a click anywhere finds something that exists. */
const look = (state: State): void => {
  const { sheet, plots, over } = frameOf(state, sceneNow);
  expect([sheet.columns, sheet.rows, sheet.characters.length]).toEqual([
    state.size.columns,
    state.size.rows,
    state.size.columns * state.size.rows,
  ]);
  for (const { rect } of [...plots, ...(over === null ? [] : [over])]) {
    expect(rect.left >= 0 && rect.left + rect.columns <= state.size.columns).toBe(true);
    expect(rect.top >= 0 && rect.top + rect.rows <= state.size.rows).toBe(true);
  }
  expect(textOf(sheet).every((line) => !/[\p{Cc}\p{Cf}]/u.test(line))).toBe(true);
};

test.each(sceneNames)(
  "X-06 20,000 random keys, clicks and sizes in the situation %s",
  (name) => {
    const roll = dice(name.length * 7919);
    let state = sceneState(sceneOf(name), { columns: 120, rows: 40 });
    const press = (event: Event): void => {
      ({ state } = update(state, event, sceneNow));
    };

    for (let round = 0; round < runs(2000).numRuns; round++) {
      press({ type: "key", key: keyOf(keys[roll(keys.length)] ?? "q") });
      if (round % 20 !== 0) continue;
      if (roll(3) === 0) press({ type: "resize", size: sizes[roll(sizes.length)] ?? state.size });
      if (roll(5) === 0) press({ type: "wheel", rows: roll(7) - 3 });
      const { sheet } = frameOf(state, sceneNow);
      const click = clickAt(sheet, roll(state.size.columns), roll(state.size.rows));
      if (click !== null) press({ type: "click", click });
      look(state);
    }
  },
  120_000,
);

test("X-06 after 1,000 random sizes no cell is left over: the terminal shows what was drawn last", async () => {
  const roll = dice(42);
  const size = { columns: 100, rows: 30 };
  let state = sceneState(sceneOf("busy"), size);
  const terminal = hiddenTerminal(size);
  const screen = emulated(size.columns, size.rows);
  let read = 0;
  try {
    for (let round = 0; round < runs(100).numRuns; round++) {
      const to = { columns: 20 + roll(150), rows: 5 + roll(50) };
      terminal.resize(to);
      screen.resize(to.columns, to.rows);
      ({ state } = update(state, { type: "resize", size: to }, sceneNow));
      if (roll(4) === 0)
        ({ state } = update(state, { type: "key", key: keyOf(keys[roll(keys.length)] ?? "j") }, sceneNow));
      terminal.draw(frameOf(state, sceneNow));
      const written = await terminal.written();
      await screen.feed(written.slice(read));
      read = written.length;
      if (round % 20 === 0) expect(screen.lines()).toEqual(cellsOf(terminal));
    }
    expect(screen.lines()).toEqual(cellsOf(terminal));
  } finally {
    terminal.close();
  }
}, 120_000);

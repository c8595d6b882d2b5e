import { expect, test } from "bun:test";
import { createPainter } from "../../../cli/dashboard/painter.ts";
import type { State } from "../../../cli/dashboard/state.ts";
import { stateOf } from "../../support/dashboard.ts";
import { until } from "../../support/wait.ts";

const bench = () => {
  let at = 1_000_000;
  let state: State = stateOf({ columns: 80, rows: 24 });
  let drawn = 0;
  const painter = createPainter({ draw: () => void drawn++, state: () => state, now: () => at });
  return {
    painter,
    drawn: () => drawn,
    pass: (ms: number) => {
      at += ms;
    },
    change: () => {
      state = { ...state };
    },
  };
};

test("a picture that is there already is not drawn again, until the clock on it is another", () => {
  const { painter, drawn, pass } = bench();
  painter.paint();
  pass(500);
  painter.paint();
  expect(drawn()).toBe(1);

  pass(500);
  painter.paint();

  expect(drawn()).toBe(2);
});

test("many changes at once are one picture", async () => {
  const { painter, drawn, change, pass } = bench();
  painter.paint();
  for (let key = 0; key < 100; key++) {
    change();
    painter.soon();
  }
  pass(60);

  await until("the picture comes", () => drawn() === 2);
});

test("while somebody else has the terminal nothing is drawn; then everything is", () => {
  const { painter, drawn, change } = bench();
  painter.paint();
  let resumed = 0;
  const takeBack = painter.rest(() => void resumed++);
  change();
  painter.paint();
  expect(drawn()).toBe(1);

  takeBack();

  expect([drawn(), resumed]).toEqual([2, 1]);
});

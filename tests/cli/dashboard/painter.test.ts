import { expect, test } from "bun:test";
import { createPainter } from "../../../cli/dashboard/painter.ts";
import type { State } from "../../../cli/dashboard/state.ts";
import { sceneNow, sceneOf, sceneState } from "../../support/dashboard-scenes.ts";
import { until } from "../../support/wait.ts";

const bench = () => {
  let at = sceneNow;
  let state: State = sceneState(sceneOf("calm"), { columns: 80, rows: 24 });
  let drawn = 0;
  const painter = createPainter({ draw: () => void drawn++, state: () => state, now: () => at });
  return {
    painter,
    drawn: () => drawn,
    pass: (ms: number) => {
      at += ms;
    },
    change: () => {
      state = { ...state, windowMinutes: state.windowMinutes === 2 ? 5 : 2 };
    },
    touch: () => {
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

test("a state that looks the same is not drawn, but clicks go by the newer one", () => {
  const { painter, drawn, touch } = bench();
  painter.paint();
  const before = painter.frame();
  touch();

  painter.paint();

  expect(drawn()).toBe(1);
  expect(painter.frame()).not.toBe(before);
});

test("many changes at once are one picture", async () => {
  const { painter, drawn, change, pass } = bench();
  painter.paint();
  for (let key = 0; key < 101; key++) {
    change();
    painter.soon();
  }
  pass(60);

  await until("the picture comes", () => drawn() === 2);
});

test("while somebody else has the terminal nothing is drawn; then everything is, the same or not", () => {
  const { painter, drawn, touch } = bench();
  painter.paint();
  let resumed = 0;
  const takeBack = painter.rest(() => void resumed++);
  touch();
  painter.paint();
  expect(drawn()).toBe(1);

  takeBack();

  expect([drawn(), resumed]).toEqual([2, 1]);
});

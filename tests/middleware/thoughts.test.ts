import { expect, test } from "bun:test";
import { thoughts } from "../../src/middleware/thoughts.ts";
import { exchangeWith, user } from "../support/sessions.ts";

const passed = async (misfitThoughts: number, binds: boolean) => {
  const exchange = exchangeWith([user("hi")]);
  exchange.notes.misfitThoughts = misfitThoughts;
  await thoughts.create({ bindsThoughts: () => binds })(exchange, async () => new Response());
  return exchange;
};

test("a vendor that binds thoughts is asked to let those go that no longer fit, and people are told how many", async () => {
  const { edits, notes } = await passed(2, true);

  expect(edits).toMatchObject([{ by: "memory", path: ["thinking"] }]);
  expect(notes.added.map(([name]) => name)).toEqual(["anthropic-beta"]);
  expect(notes.losses).toMatchObject([{ rule: "memory.thinking", count: 2 }]);
});

test("where all fit, or nobody minds, nothing is changed", async () => {
  for (const [count, binds] of [
    [0, true],
    [2, false],
  ] as const) {
    const { edits, notes } = await passed(count, binds);
    expect([edits, notes.added, notes.losses]).toEqual([[], [], []]);
  }
});

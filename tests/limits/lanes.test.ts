import { expect, test } from "bun:test";
import { array, assert, constantFrom, property } from "fast-check";
import { Lanes } from "../../src/limits/lanes.ts";

test("G11 in turns: one who has sent a hundred does not keep the others waiting", () => {
  const lanes = new Lanes<string>();
  for (let index = 0; index < 100; index++) lanes.add("loud", `loud ${index}`);
  lanes.add("quiet", "quiet 0");

  expect(lanes.inTurn().slice(0, 3)).toEqual(["loud 0", "quiet 0", "loud 1"]);
});

test("who was served goes behind the others, who has left costs nobody a turn", () => {
  const lanes = new Lanes<string>();
  for (const item of ["a0", "a1", "b0", "b1", "c0"]) lanes.add(item.slice(0, 1), item);

  lanes.served("a", "a0");
  expect(lanes.inTurn()).toEqual(["b0", "c0", "a1", "b1"]);
  expect(lanes.remove("b", "b0")).toBe(true);
  expect(lanes.remove("b", "b0")).toBe(false);
  expect([lanes.inTurn(), lanes.size, lanes.has("b", "b1")]).toEqual([["b1", "c0", "a1"], 3, true]);
});

test("law: between two turns of one caller every other caller who waits has one, and a caller's own keep their order", () => {
  assert(
    property(array(constantFrom("a", "b", "c", "d"), { maxLength: 60 }), (callers) => {
      const lanes = new Lanes<{ readonly caller: string; readonly at: number }>();
      for (const [at, caller] of callers.entries()) lanes.add(caller, { caller, at });
      const served: { readonly caller: string; readonly at: number }[] = [];
      while (lanes.size > 0) {
        const waiting = lanes.inTurn();
        const [first] = waiting;
        if (first === undefined) throw new Error("Somebody waits and has no turn.");
        const since = served.slice(served.findLastIndex(({ caller }) => caller === first.caller) + 1);
        const others = new Set(waiting.map(({ caller }) => caller).filter((caller) => caller !== first.caller));
        if (since.length < served.length)
          for (const other of others) expect(since.some(({ caller }) => caller === other)).toBe(true);
        lanes.served(first.caller, first);
        served.push(first);
      }
      expect(served.length).toBe(callers.length);
      for (const name of "abcd") {
        const order = served.filter(({ caller }) => caller === name).map(({ at }) => at);
        expect(order).toEqual(order.toSorted((one, other) => one - other));
      }
    }),
  );
});

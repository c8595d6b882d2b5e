import { describe, expect, test } from "bun:test";
import { readFilter } from "../../../../cli/dashboard/filter/read.ts";
import { blocksOf, legendBlocks } from "../../../../cli/dashboard/help/entries.ts";
import { goneKeys } from "../../../../cli/dashboard/keys/gone.ts";
import { groupsHere } from "../../../../cli/dashboard/keys/here.ts";
import { places } from "../../../../cli/dashboard/screens/index.ts";
import { type State, views } from "../../../../cli/dashboard/state.ts";
import { after, hearing, painted, pressing, stateOf } from "../../../support/dashboard.ts";
import { bodyOf, sizes } from "../../../support/dashboard-answers.ts";
import { summary } from "../../../support/summary.ts";

const now = 1_800_000_000_000;
const usual = { columns: 80, rows: 24 };
const busy = (size: State["size"]): State =>
  after(stateOf(size), hearing({ type: "request-ended", request: summary() }), now).state;
const helpIn = (size: State["size"], ...keys: readonly string[]): State =>
  after({ ...busy(size), view: "stats" }, pressing("?", ...keys), now).state;
const typed = (text: string): readonly string[] => [...text].map((letter) => (letter === " " ? "space" : letter));

/** Every place that one can be in, also inside others and while nobody answers. */
const everyPlace: readonly (readonly [name: string, state: State])[] = [
  ["welcome", stateOf(usual)],
  ...views.map((view) => [view, { ...busy(usual), view }] as const),
  ["a request", { ...busy(usual), path: [{ kind: "request", id: "r_1" }] }],
  ["a session", { ...busy(usual), path: [{ kind: "session", id: "s_1" }] }],
  ["gone", { ...busy(usual), link: { kind: "gone", since: now, nextTryAt: now, why: "" } }],
];

describe("the help in every size", () => {
  for (const size of sizes) {
    test(`${size.columns}x${size.rows}`, () => {
      expect(bodyOf(painted(helpIn(size), now))).toMatchSnapshot();
    });
    test(`searched, ${size.columns}x${size.rows}`, () => {
      expect(bodyOf(painted(helpIn(size, ...typed("switch")), now))).toMatchSnapshot();
    });
  }
});

describe("every key", () => {
  for (const [name, state] of everyPlace) {
    test(`means one thing in ${name}`, () => {
      const keys = groupsHere(state).flatMap(({ bindings }) => bindings.flatMap((binding) => binding.keys));

      expect(keys).toEqual([...new Set(keys)]);
    });

    test(`of ${name} and of every other place is explained there`, () => {
      const labels = blocksOf(state, now).flatMap(({ entries }) => entries.map(({ label }) => label));
      // While nobody answers, `s` starts the proxy and nothing else.
      const taken = new Set(goneKeys(state).flatMap(({ bindings }) => bindings.flatMap((binding) => binding.keys)));

      for (const {
        screen: { keys },
      } of places)
        for (const { bindings } of keys)
          for (const { label, keys: own } of bindings)
            if (!own.every((key) => taken.has(key))) expect(labels).toContain(label);
      for (const { bindings } of groupsHere(state)) for (const { label } of bindings) expect(labels).toContain(label);
    });
  }
});

test("enter does what the chosen line says", () => {
  const found = helpIn(usual, ...typed("leave;"));

  expect(painted(found, now)).toContain("enter: leave; the proxy goes on");
  expect(after(found, pressing("enter"), now).effects).toEqual([{ type: "quit", code: 0 }]);
});

test("what does not work here is grey, says why in the last line, and does nothing", () => {
  const found = helpIn(usual, ...typed("audit"));

  expect(painted(found, now)).toContain("that works in Logs");
  const step = after(found, pressing("enter"), now);
  expect(step.effects).toEqual([]);
  expect(step.state.toasts.at(-1)?.text).toBe("that works in Logs");
  expect(step.state.overlay).toMatchObject({ kind: "help" });
});

test("the chosen line is in sight however far down it is, also in the smallest terminal", () => {
  for (const size of sizes)
    for (let down = 0; down < 60; down += 7) {
      const state = helpIn(size, ...Array<string>(down).fill("down"));

      expect(bodyOf(painted(state, now))).toMatch(/[║ ]>/);
    }
});

test("nothing found says so; backspace and ctrl-u take the search back", () => {
  expect(painted(helpIn(usual, ...typed("zzzz")), now)).toContain("no key does that");
  expect(helpIn(usual, "z", "backspace").overlay).toMatchObject({ search: "" });
  expect(helpIn(usual, "z", "z", "C-u").overlay).toMatchObject({ search: "" });
});

test("the filter that is shown as an example is one", () => {
  const [, filter] = legendBlocks;
  const example = filter?.entries[0]?.label ?? "";

  expect(readFilter(example).mistake).toBeNull();
  expect(example).not.toBe("");
});

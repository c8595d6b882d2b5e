import { expect, test } from "bun:test";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import {
  type History,
  readHistory,
  recorded,
  type Step,
  stepBack,
  stepForward,
  writeHistory,
} from "../../src/config/history.ts";
import { scratchFolder } from "../support/scratch.ts";

const empty: History = { undo: [], redo: [] };
const file = "/home/me/config.yaml";

/** The history of a file that has had these texts, one after the other. */
const historyOf = (texts: readonly string[], of = file, from = empty): History =>
  texts
    .slice(1)
    .reduce(
      (history, after, index) =>
        recorded(history, { at: index, what: `set ${after.slice(0, 8)}`, file: of, before: texts[index] ?? "", after }),
      from,
    );

const mustStep = (step: Step | null): Step => {
  if (step === null) throw new Error("There is no step.");
  return step;
};

test("each step back goes one further, and each step forward takes one of them back", () => {
  const first = mustStep(stepBack(historyOf(["a", "b", "c"]), file, "c"));
  const second = mustStep(stepBack(first.history, file, first.text));
  const again = mustStep(stepForward(second.history, file, second.text));

  expect([first.text, first.what, second.text, second.what]).toEqual(["b", "set c", "a", "set b"]);
  expect(stepBack(second.history, file, "a")).toBeNull();
  expect([again.text, again.what]).toEqual(["b", "set b"]);
  expect(mustStep(stepForward(again.history, file, again.text)).text).toBe("c");
});

test("a change after a step back ends the way forward", () => {
  const { history, text } = mustStep(stepBack(historyOf(["a", "b"]), file, "b"));
  const changed = recorded(history, { at: 9, what: "set x", file, before: text, after: "x" });

  expect(stepForward(changed, file, "x")).toBeNull();
  expect(mustStep(stepBack(changed, file, "x")).text).toBe("a");
});

test("what somebody else wrote since is noticed", () => {
  const history = historyOf(["a", "b"]);

  expect(mustStep(stepBack(history, file, "b")).isForeign).toBe(false);
  expect(mustStep(stepBack(history, file, "b and more")).isForeign).toBe(true);
});

test("a command that was cut off before it wrote the file is passed over", () => {
  const history = historyOf(["a", "b", "c"]);

  expect(mustStep(stepBack(history, file, "b")).text).toBe("a");
});

test("each file has its own way back", () => {
  const history = historyOf(["1", "2"], "/other", historyOf(["a", "b"]));

  expect(mustStep(stepBack(history, file, "b")).text).toBe("a");
  expect(stepBack(history, "/third", "b")).toBeNull();
});

test("it does not grow for ever", () => {
  const many = historyOf(Array.from({ length: 200 }, (_, n) => `${n}`));
  const long = historyOf(Array.from({ length: 10 }, (_, n) => `${n}`.repeat(300_000)));

  expect(many.undo.length).toBe(50);
  expect(JSON.stringify(long).length).toBeLessThan(1_100_000);
  expect(mustStep(stepBack(long, file, "9".repeat(300_000))).text).toBe("8".repeat(300_000));
});

test("it is its owner's alone, and a damaged one holds nothing", () => {
  const path = join(scratchFolder(), "history.json");
  expect(readHistory(path)).toEqual(empty);

  writeHistory(path, historyOf(["a", "b"]));
  expect(readHistory(path)).toEqual(historyOf(["a", "b"]));
  expect(statSync(path).mode & 0o777).toBe(0o600);

  writeFileSync(path, '{"undo": 1}');
  expect(readHistory(path)).toEqual(empty);
});

test("however one goes back and forward, the same number of steps the other way leads to the same text", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 8 }),
      fc.nat({ max: 7 }),
      (texts, wanted) => {
        const steps = Math.min(wanted, texts.length - 1);
        let [history, text] = [historyOf(texts), texts.at(-1) ?? ""];
        for (let at = 0; at < steps; at++) ({ history, text } = mustStep(stepBack(history, file, text)));
        expect(text).toBe(texts.at(-1 - steps) ?? "");
        for (let at = 0; at < steps; at++) ({ history, text } = mustStep(stepForward(history, file, text)));
        expect(text).toBe(texts.at(-1) ?? "");
      },
    ),
  );
});

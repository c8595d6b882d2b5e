import { expect, test } from "bun:test";
import { type Choice, matching, selecting } from "../../../cli/interactive/select.ts";
import { paintWith } from "../../../cli/output/colour.ts";

const choices: readonly Choice<string>[] = [
  { label: "status", hint: "is it on", value: "status", group: "see" },
  { label: "stats", hint: "requests and costs", value: "stats", group: "see" },
  { label: "switch-upstream", hint: "send elsewhere", value: "switch", group: "steer", also: "use" },
];
const list = (marked: string | null = null) => selecting({ title: "What?", choices, marked, paint: paintWith(0) });
const size = { columns: 80, rows: 24 };
/** What the last of these keys settles. */
const after = (keys: readonly string[], marked?: string) => {
  const widget = list(marked);
  return keys.map((key) => widget.hear(key)).at(-1);
};

test("the marked line has its sign, headings stand before their first line", () => {
  expect(list("stats").lines(size)).toEqual([
    "What?",
    "  see",
    "  status           is it on",
    "> stats            requests and costs",
    "  steer",
    "  switch-upstream  send elsewhere",
    "enter go on   letters filter   esc back",
  ]);
});

test("arrows go round, enter takes what is marked", () => {
  expect(after(["enter"])).toEqual({ chosen: "status" });
  expect(after(["down", "enter"])).toEqual({ chosen: "stats" });
  expect(after(["up", "enter"])).toEqual({ chosen: "switch" });
  expect(after(["end", "down", "right"])).toEqual({ chosen: "status" });
  expect(after(["pagedown", "enter"])).toEqual({ chosen: "switch" });
});

test("letters make it shorter: by name, by meaning, by another name; escape takes them back, then leaves", () => {
  expect(after(["u", "s", "e", "enter"])).toEqual({ chosen: "switch" });
  expect(after(["c", "o", "s", "t", "enter"])).toEqual({ chosen: "stats" });
  expect(after(["x", "enter"])).toBeNull();
  expect(after(["s", "q"])).toBeNull();
  expect(after(["s", "escape"])).toBeNull();
  expect([after(["s", "escape", "escape"]), after(["q"]), after(["left"]), after(["ctrl-d"])]).toEqual(
    Array.from({ length: 4 }, () => "back" as const),
  );
  expect(matching(choices, "sw")[0]?.label).toBe("switch-upstream");
  expect(matching(choices, "requests stat").map(({ label }) => label)).toEqual(["stats"]);
});

test("in a low window the marked line is there", () => {
  const widget = list("switch");

  expect(widget.lines({ columns: 40, rows: 5 })).toContain("> switch-upstream  send elsewhere");
  expect(widget.lines({ columns: 40, rows: 5 }).length).toBeLessThanOrEqual(4);
  widget.hear("x");
  expect(widget.lines(size)[1]).toBe('  nothing is like "x"');
});

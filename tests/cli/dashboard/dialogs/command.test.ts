import { describe, expect, test } from "bun:test";
import { commands } from "../../../../cli/commands/index.ts";
import { readWords } from "../../../../cli/completions/words.ts";
import { keyOf } from "../../../../cli/dashboard/data/answers.ts";
import { commandQuestions } from "../../../../cli/dashboard/dialogs/command.ts";
import type { State } from "../../../../cli/dashboard/state.ts";
import { after, painted, pressing, stateOf } from "../../../support/dashboard.ts";
import { sizes } from "../../../support/dashboard-answers.ts";
import { upstream } from "../../../support/dashboard-upstreams.ts";

const now = 1_800_000_000_000;
const words = await readWords(commands);
const upstreams = { current: "anthropic", upstreams: [upstream("anthropic"), upstream("zai-intl")], draining: [] };

const knowing = (state: State): State =>
  after(
    state,
    [
      ...commandQuestions(state).flatMap((question) =>
        question.name === "words" ? [{ type: "answered", key: keyOf(question), value: words } as const] : [],
      ),
      { type: "answered", key: "upstreams {}", value: upstreams } as const,
    ],
    now,
  ).state;
const at = (size: State["size"], ...keys: readonly string[]): State =>
  after(knowing(stateOf(size)), pressing(":", ...keys), now).state;
const typing = (text: string): readonly string[] => [...text].map((letter) => (letter === " " ? "space" : letter));
const usual = { columns: 80, rows: 24 };
const lineOf = (state: State): string => (state.overlay?.kind === "command" ? state.overlay.text : "closed");

/** The command line itself, without the screen behind it. */
const dialogIn = (picture: string): string => {
  const lines = picture.split("\n");
  return lines.slice(lines.findIndex((text) => text.includes(" Command "))).join("\n");
};

describe("the command line in every size", () => {
  for (const size of sizes) {
    test(`what can be typed, ${size.columns}x${size.rows}`, () => {
      expect(dialogIn(painted(at(size, "s", "t"), now))).toMatchSnapshot();
    });
    test(`a mistake, ${size.columns}x${size.rows}`, () => {
      expect(dialogIn(painted(at(size, ...typing("swich anthropic"), "enter"), now))).toMatchSnapshot();
    });
  }
});

test("enter runs what was typed and closes the line", () => {
  const { state, effects } = after(at(usual), pressing(...typing("switch anthropic"), "enter"), now);

  expect(state.overlay).toBeNull();
  expect(effects).toEqual([{ type: "command", words: ["switch", "anthropic"] }]);
  expect(after(at(usual), pressing("q", "enter"), now).effects).toEqual([{ type: "quit", code: 0 }]);
  expect(after(at(usual), pressing(...typing("config edit"), "enter"), now).effects).toEqual([
    { type: "lend", words: ["config", "edit"] },
  ]);
});

test("tab completes as far as it is clear, then goes through what there is, and back", () => {
  expect(lineOf(at(usual, "s", "w", "tab"))).toBe("switch");
  expect(lineOf(at(usual, ...typing("switch "), "tab"))).toBe("switch auto");
  expect(lineOf(at(usual, ...typing("switch "), "tab", "tab"))).toBe("switch anthropic");
  expect(lineOf(at(usual, ...typing("switch "), "tab", "tab", "S-tab"))).toBe("switch auto");
  expect(lineOf(at(usual, ...typing("switch z"), "tab"))).toBe("switch zai-intl ");
  expect(painted(at(usual, ...typing("switch "), "tab", "tab"), now)).toContain(">anthropic");
});

test("up and down go through what was typed before, each line once", () => {
  const typed = ["status", "stats", "status"].reduce<State>(
    (state, text) => after(state, pressing(":", ...typing(text), "enter"), now).state,
    knowing(stateOf(usual)),
  );

  expect(typed.history).toEqual(["stats", "status"]);
  const seen = (...keys: readonly string[]) => lineOf(after(typed, pressing(":", ...keys), now).state);
  expect([seen("up"), seen("up", "up"), seen("up", "up", "up"), seen("up", "down")]).toEqual([
    "status",
    "stats",
    "stats",
    "",
  ]);
});

test("a mistake stays in the line with what may have been meant, until it is put right", () => {
  const wrong = at(usual, ...typing("stauts"), "enter");

  expect(painted(wrong, now)).toContain('x unknown command "stauts", did you mean: status');
  expect(painted(after(wrong, pressing("backspace"), now).state, now)).not.toContain("unknown command");
});

test("backspace in an empty line and escape leave it; ctrl-u and ctrl-w take away", () => {
  expect(at(usual, "backspace").overlay).toBeNull();
  expect(at(usual, "s", "esc").overlay).toBeNull();
  expect(lineOf(at(usual, ...typing("stats --by"), "C-w"))).toBe("stats ");
  expect(lineOf(at(usual, ...typing("stats --by"), "C-u"))).toBe("");
});

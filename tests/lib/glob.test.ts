import { expect, test } from "bun:test";
import { anyGlob, globOf } from "../../src/lib/glob.ts";

const fits = (glob: string, name: string): boolean => globOf(glob)?.fits(name) ?? false;

test("a pattern fits names by its stars, its question marks and its choices, in any case", () => {
  for (const [glob, name] of [
    ["*", ""],
    ["*", "anything/at:all"],
    ["claude-*", "claude-sonnet-4-5"],
    ["CLAUDE-*", "claude-x"],
    ["*haiku*", "claude-haiku-4-5"],
    ["glm-4.?", "glm-4.6"],
    ["{gpt,o3}-*", "o3-mini"],
    ["a{b,c}d{e,f}", "acdf"],
    ["openai/*", "openai/gpt-4/x"],
    ["*a*b*c", "xxaxxbxxbc"],
    ["a.b+(c)[d]", "a.b+(c)[d]"],
  ])
    expect([glob, name, fits(glob ?? "", name ?? "")]).toEqual([glob, name, true]);
});

test("and no others", () => {
  for (const [glob, name] of [
    ["claude-*", "my-claude-x"],
    ["glm-4.6", "glm-4x6"],
    ["glm-4.?", "glm-4."],
    ["{gpt,o3}-*", "o4-mini"],
    ["*a*b*c", "xxaxxbxxb"],
    ["a", ""],
  ])
    expect([glob, name, fits(glob ?? "", name ?? "")]).toEqual([glob, name, false]);
});

test("what can be no pattern is none", () => {
  for (const text of ["", "a b", "{a,b", "a}", "{a{b}}", "x".repeat(201), "{a,b,c,d}".repeat(4)])
    expect([text, globOf(text)]).toEqual([text, null]);
});

test("S-49: no pattern takes long, whatever it is compared with", () => {
  expect(fits("*a".repeat(99), `${"a".repeat(255)}b`)).toBe(false);
});

test("several patterns are one that fits what any of them fits", () => {
  const any = anyGlob(["claude-*", "{gpt,o3}-*"]);

  expect(["claude-x", "o3-mini", "glm-5"].map(any.fits)).toEqual([true, true, false]);
  expect(any.text).toBe("claude-* or {gpt,o3}-*");
});

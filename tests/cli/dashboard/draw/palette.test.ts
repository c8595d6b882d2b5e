import { expect, test } from "bun:test";
import { attributeOf, colourOf } from "../../../../cli/dashboard/draw/palette.ts";
import type { Look } from "../../../../cli/dashboard/state.ts";
import type { Meaning } from "../../../../cli/output/colour.ts";
import { colourOf as sight } from "../../../../scripts/screenshot/svg.ts";

const look = (colours: Look["colours"], theme: Look["theme"] = "dark"): Look => ({
  ...{ colours, theme, ascii: false, mouse: false },
});
const meanings: readonly Meaning[] = ["ok", "running", "warning", "error", "muted", "saved"];

/** Relative luminance as WCAG 2 has it. */
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

test.each([
  ["dark", "#000000"],
  ["light", "#ffffff"],
] as const)("every colour of the %s theme can be read on its ground", (theme, ground) => {
  const readable = meanings.map((tone) => contrast(sight(colourOf(tone, 256, theme)), ground) >= 4.5);

  expect(readable).toEqual(meanings.map(() => true));
});

test("without colours nothing has one, and what is chosen is still in reverse", () => {
  const plain = attributeOf({ tone: "ok" }, look(0));

  expect((plain >> 9) & 0x1ff).toBe(0x1ff);
  expect((attributeOf({ tone: "ok", isReversed: true }, look(0)) >> 18) & 8).toBe(8);
});

test("what is chosen is one bar, whatever its pieces look like", () => {
  const bars = meanings
    .filter((tone) => tone !== "error")
    .map((tone) => attributeOf({ tone, isReversed: true }, look(256)));

  expect(new Set(bars).size).toBe(1);
});

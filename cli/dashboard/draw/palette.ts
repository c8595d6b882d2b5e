import type { Meaning } from "../../output/colour.ts";
import type { Style } from "../frame/line.ts";
import type { Look } from "../state.ts";

/** A blessed attribute: flags, foreground and background in one number. */
export type Attribute = number;

const bold = 1;
const reverse = 8;
const usual = 0x1ff;

/** Okabe and Ito's palette, which colour-blind people can tell apart, as the 256 and the 16 colours have it. */
const colours: Readonly<Record<Look["theme"], Readonly<Record<Meaning, readonly [c256: number, c16: number]>>>> = {
  dark: {
    ok: [36, 2],
    running: [74, 6],
    warning: [178, 3],
    error: [166, 1],
    muted: [246, usual],
    saved: [175, 5],
    heading: [usual, usual],
  },
  light: {
    ok: [23, 2],
    running: [25, 6],
    warning: [94, 3],
    error: [130, 1],
    muted: [242, usual],
    saved: [90, 5],
    heading: [usual, usual],
  },
};

/** How a style is drawn on a terminal with these colours. Reverse and bold stay where there are none. */
export const attributeOf = ({ tone, isReversed }: Style, { colours: depth, theme }: Look): Attribute => {
  // What is chosen is one bar: pieces of other colours in it would read as several.
  const colour = isReversed === true ? usual : colourOf(tone, depth, theme);
  const flags = (isReversed === true ? reverse : 0) | (tone === "heading" || tone === "error" ? bold : 0);
  return (flags << 18) | (colour << 9) | usual;
};

/** The number of a colour; the terminal's own where there is none. */
export const colourOf = (tone: Meaning | undefined, depth: Look["colours"], theme: Look["theme"]): number => {
  if (tone === undefined || depth === 0) return usual;
  return colours[theme][tone][depth === 256 ? 0 : 1];
};

import type { Meaning } from "../../output/colour.ts";
import { lasted } from "../../output/units.ts";
import { plain } from "../frame/cells.ts";
import { clickable, type Line, lineOf, span } from "../frame/line.ts";
import type { Link, State, Toast } from "../state.ts";

/** A colour is never the only sign. */
const signs: Readonly<Partial<Record<Meaning, string>>> = { error: "x ", warning: "! " };

/** The line above the keys: what just happened, the latest first, and that the daemon is gone. */
export const toastLine = ({ toasts, link, size }: State, now: number): Line => {
  const told = toasts.filter(({ until }) => until > now).toReversed();
  const said = told.map(({ text, tone }: Toast) => span(` ${signs[tone] ?? ""}${plain(text)} `, tone));
  const room = size.columns - said.reduce((sum, { text }) => sum + text.length + 1, 0);
  const banner = link.kind === "gone" ? bannerOf(link, now, room) : [];
  return lineOf(...said.flatMap((piece) => [piece, " "]), ...banner);
};

/** In the long words, the short ones, or not at all: what just happened is not cut for it. */
const bannerOf = (link: Extract<Link, { kind: "gone" }>, now: number, room: number): Line => {
  const wait = lasted(Math.max(0, link.nextTryAt - now));
  const silent = ["x daemon does not answer, asking again", "x daemon silent"];
  const gone = [`x daemon gone, trying again (${wait})`, `x daemon gone (${wait})`];
  const words = (link.isSilent === true ? silent : gone).find((one) => one.length + 16 <= room);
  if (words === undefined) return [];
  return [span(` ${words}   `, "error"), ...clickable([span("s", "heading"), span(" start it")], { key: "s" })];
};

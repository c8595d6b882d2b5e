/** What a colour can mean; the sign or word beside it says the same. */
export type Meaning = "ok" | "running" | "warning" | "error" | "muted" | "saved" | "heading";

/** Puts a colour around a text, or leaves it as it is. */
export type Paint = (meaning: Meaning, text: string) => string;

/** How many colours a terminal shows. */
export type Depth = 0 | 16 | 256;

/** Okabe and Ito's palette, which colour-blind people can tell apart. */
const codes: Readonly<Record<Meaning, Readonly<Record<16 | 256, string>>>> = {
  ok: { 16: "32", 256: "38;5;36" },
  running: { 16: "36", 256: "38;5;74" },
  warning: { 16: "33", 256: "38;5;178" },
  error: { 16: "1;31", 256: "1;38;5;166" },
  muted: { 16: "2", 256: "38;5;246" },
  saved: { 16: "35", 256: "38;5;175" },
  heading: { 16: "1", 256: "1" },
};

/** A brush for this many colours. */
export const paintWith =
  (depth: Depth): Paint =>
  (meaning, text) =>
    depth === 0 || text === "" ? text : `\x1b[${codes[meaning][depth]}m${text}\x1b[0m`;

type Terminal = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
  readonly wanted: boolean;
};

/** How many colours to use: none when asked (--no-color, NO_COLOR), when piped, or on a dumb terminal. */
export const depthOf = ({ env, isTerminal, wanted }: Terminal): Depth => {
  const term = env["TERM"] ?? "";
  if (!wanted || !isTerminal || (env["NO_COLOR"] ?? "") !== "" || term === "dumb" || term === "") return 0;
  return term.includes("256") || (env["COLORTERM"] ?? "") !== "" ? 256 : 16;
};

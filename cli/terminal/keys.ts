/** A key by its name, or the sign that was typed. */
export type Key = string;

const named: Readonly<Record<string, Key>> = {
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  "\u001b": "escape",
  "\u007f": "backspace",
  "\b": "backspace",
  "\u0003": "ctrl-c",
  "\u0004": "ctrl-d",
  "\u0015": "ctrl-u",
  "\u0017": "ctrl-w",
  "\u001a": "ctrl-z",
  "\u001c": "ctrl-\\",
  "\u001b[A": "up",
  "\u001b[B": "down",
  "\u001b[C": "right",
  "\u001b[D": "left",
  "\u001b[H": "home",
  "\u001b[F": "end",
  "\u001b[1~": "home",
  "\u001b[4~": "end",
  "\u001b[5~": "pageup",
  "\u001b[6~": "pagedown",
  "\u001b[Z": "up", // shift and tab
};

/** A sequence of a terminal, or a sign as a person sees it. */
const parts = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|O[A-Z])|[\s\S]/gu;

/** Keys out of what a terminal sends at once; those that nobody knows are left out, so that they type nothing. */
export const keysIn = (text: string): readonly Key[] =>
  [...text.matchAll(parts)].flatMap(([part]) => {
    const known = named[part.replace(/^\u001bO/, "\u001b[")]; // the same keys, where a program before us asked for it
    if (known !== undefined) return [known];
    return /[\p{Cc}\p{Cf}]/u.test(part) ? [] : [part];
  });

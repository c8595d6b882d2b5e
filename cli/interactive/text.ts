import type { Paint } from "../output/colour.ts";
import { visible } from "../output/visible.ts";
import type { Chosen, Widget } from "./select.ts";

type Line = {
  readonly title: string;
  readonly hint: string;
  /** Whether nothing may be typed too. */
  readonly isOptional: boolean;
  readonly paint: Paint;
};

/** A line that somebody types. */
export const typing = ({ title, hint, isOptional, paint }: Line): Widget<Chosen<string>> => {
  let text = "";
  const becomes = (next: string): null => {
    text = next;
    return null;
  };
  return {
    hear: (key) => {
      if (key === "escape") return "back";
      if (key === "enter") return text.trim() === "" && !isOptional ? null : { chosen: text.trim() };
      if (key === "backspace") return becomes([...text].slice(0, -1).join(""));
      if (key === "ctrl-u") return becomes("");
      if (key === "ctrl-w") return becomes(text.replace(/\S*\s*$/, ""));
      return [...key].length > 1 ? null : becomes(text + key);
    },
    lines: () => [
      `${paint("heading", title)}${hint === "" ? "" : `   ${hint}`}`,
      `> ${visible(text)}_`,
      paint("muted", `enter ${isOptional ? "go on, also with nothing" : "go on"}   esc back`),
    ],
  };
};

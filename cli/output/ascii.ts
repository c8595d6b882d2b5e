/** Every sign of ours that is not ASCII, with what stands for it. Other people's text stays as it is. */
const standIns: Readonly<Record<string, string>> = {
  "…": "~",
  "→": ">",
  "·": "-",
  "─": "-",
  "│": "|",
  "┌": "+",
  "┐": "+",
  "└": "+",
  "┘": "+",
  "╔": "+",
  "╗": "+",
  "╚": "+",
  "╝": "+",
  "═": "=",
  "║": "|",
  "├": "+",
  "┤": "+",
  "╞": "+",
  "╡": "+",
  "╟": "+",
  "╢": "+",
  "╠": "+",
  "╣": "+",
  "█": "#",
  "●": "*",
  "✓": "v",
  "✗": "x",
  "▁": ".",
  "▂": ":",
  "▃": ":",
  "▄": ":",
  "▅": "|",
  "▆": "|",
  "▇": "#",
};

const signs = new RegExp(`[${Object.keys(standIns).join("")}]`, "g");

/** A text for terminals and locales that know no other signs; as wide as before. */
export const asciiOnly = (text: string): string => text.replaceAll(signs, (sign) => standIns[sign] ?? sign);

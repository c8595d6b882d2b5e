/** Those that pages have again and again; others stay as they are spelled. */
const named: Readonly<Record<string, string>> = {
  ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", copy: "©", reg: "®", hellip: "…", mdash: "—" },
  ...{ ndash: "–", lsquo: "‘", rsquo: "’", ldquo: "“", rdquo: "”", middot: "·", bull: "•", times: "×", raquo: "»" },
  ...{ laquo: "«", rarr: "→", larr: "←", trade: "™", euro: "€", pound: "£", sect: "§", deg: "°", shy: "", zwnj: "" },
};

/** A text with the letters that these names and numbers stand for. */
export const unescaped = (text: string): string =>
  text.includes("&") ? text.replaceAll(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,8}));/g, letter) : text;

const letter = (whole: string, decimal?: string, hex?: string, name?: string): string => {
  if (name !== undefined) return named[name] ?? whole;
  const point = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
};

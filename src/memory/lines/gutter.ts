/** A line's number as tools write it before a file's line: `     1→`, `    12` and a tab. */
const numbered = /^ {0,8}(\d{1,7})(→|\t)/;

/** A line of a file, and the number that stood before it; null where none did. */
export type NumberedLine = { readonly number: number | null; readonly sign: string; readonly text: string };

/** A line without the number before it. */
export const readNumbered = (line: string): NumberedLine => {
  const [whole, number, sign] = numbered.exec(line) ?? [];
  if (whole === undefined || sign === undefined) return { number: null, sign: "", text: line };
  return { number: Number(number), sign, text: line.slice(whole.length) };
};

/** A text without the numbers that a tool wrote before its lines; the same text where there are none. */
export const withoutGutter = (text: string): string =>
  numbered.test(text)
    ? text
        .split("\n")
        .map((line) => readNumbered(line).text)
        .join("\n")
    : text;

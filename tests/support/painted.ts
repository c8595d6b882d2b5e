/** A terminal as its person sees it, of what was written to it: as much of one as blocks that are painted over need. */
export type Screen = { readonly write: (text: string) => void; readonly lines: () => readonly string[] };

/** An empty one. Lines that leave it at the top are kept, as in a terminal that scrolls. */
export const createScreen = (columns: number, rows: number): Screen => {
  const lines: string[][] = [[]];
  let [row, column] = [0, 0];
  const top = (): number => Math.max(0, lines.length - rows);
  const put = (sign: string): void => {
    if (column === columns) [row, column] = [row + 1, 0];
    while (lines.length <= row) lines.push([]);
    const line = lines[row] ?? [];
    while (line.length < column) line.push(" ");
    line[column++] = sign;
  };
  const act = (amount: number, letter: string): void => {
    if (letter === "A") row = Math.max(top(), row - Math.max(1, amount));
    if (letter === "K" || letter === "J") lines[row]?.splice(column);
    if (letter === "J") for (const line of lines.slice(row + 1)) line.splice(0);
  };
  return {
    write: (text) => {
      for (const [all, amount, letter] of text.matchAll(/\u001b\[\??([\d;]*)([a-zA-Z])|[\s\S]/g)) {
        if (letter !== undefined) act(Number(amount), letter);
        else if (all === "\r") column = 0;
        else if (all !== "\n") put(all);
        else {
          row++;
          while (lines.length <= row) lines.push([]);
        }
      }
    },
    lines: () => lines.map((line) => line.join("").trimEnd()),
  };
};

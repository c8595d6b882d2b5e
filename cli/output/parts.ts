/** A label and what belongs to it, on as many lines as the width asks for. */
export const labelled = (label: string, parts: readonly string[], width: number): readonly string[] => {
  const [first = "", ...rest] = parts.filter((part) => part !== "");
  const margin = `  ${label}${" ".repeat(Math.max(1, 11 - Bun.stringWidth(label)))}`;
  return wrapped(margin + first, rest, width);
};

/** A beginning and what follows it; parts stay whole, further lines begin under the label's text. */
export const wrapped = (first: string, parts: readonly string[], width: number): readonly string[] => {
  const lines = [first];
  for (const part of parts) {
    const longer = `${lines.at(-1)}   ${part}`;
    if (Bun.stringWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(`             ${part}`);
  }
  return lines;
};

/** The beginning of a text, on one line. */
export const beginning = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 48 ? `${line.slice(0, 47).toWellFormed()}…` : line;
};

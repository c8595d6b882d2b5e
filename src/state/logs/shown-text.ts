/** What turns text round, hides in it or speaks to a terminal, and may stand in JSON as it is. */
const unseen = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** JSON with all of that written as `\uXXXX`, which means the same: who looks at the file with `cat` sees what is there. */
export const shown = (json: string): string =>
  json.replaceAll(unseen, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);

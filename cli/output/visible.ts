/** Control characters, line separators, and the marks that turn the direction of a text. */
const dangerous = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A text of unknown origin as it can be printed: nothing in it can move the cursor, hide or turn round. */
export const visible = (text: string): string =>
  text.replaceAll(dangerous, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

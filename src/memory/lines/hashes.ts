const lineEnd = 10;

/**
 * A number for each line of a text: lines that say the same have the same, and others nearly always another one. With
 * `lettersOnly` only the letters from A to Z count. Goes over the text once, and makes no strings.
 */
export const lineHashes = (text: string, lettersOnly = false): readonly number[] => {
  const hashes: number[] = [];
  let hash = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === lineEnd) {
      hashes.push(hash);
      hash = 0;
    } else if (!lettersOnly || isLetter(code)) hash = (Math.imul(hash, 31) + code) | 0;
  }
  hashes.push(hash);
  return hashes;
};

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

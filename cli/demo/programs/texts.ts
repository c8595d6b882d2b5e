/** So many words that read like notes of a developer: the same for the same seed, others for another. */
export const prose = (seed: number, words: number): string =>
  Array.from(
    { length: words },
    (_, at) => vocabulary[(at * 7 + seed * 13 + Math.floor(at / 11)) % vocabulary.length],
  ).join(" ");

const vocabulary =
  "the cart adds each line in whole cents and the checkout reads them back before tax is known while tests wait for a clock that never moves so a retry sees what the first try wrote and nobody has to guess which branch was built from which commit because every build names its own parent".split(
    " ",
  );

/** What an agent is told before every conversation: long enough for vendors to keep it in their prompt cache. */
export const handbook = ` Work in small steps, run the tests, and say what you did.\n\n${prose(1, 3200)}`;

/** What people ask their agents. */
export const questions: readonly string[] = [
  "Why does the checkout test fail?",
  "Which files changed since yesterday?",
  "Move the money code into whole cents.",
  "Write a test for the empty cart.",
  "Run the tests again and tell me what is left.",
  "Rename the cart's total everywhere.",
  "Explain the retry in the payment client.",
  "Find out why the build is slow.",
  "Remove the flag that nobody sets.",
  "Prepare the release notes.",
  "Review the last commit, please.",
  "Make the import work without a network.",
];

/** What a tool prints: mostly a few lines, now and then a long file. */
export const toolOutput = (seed: number): string => prose(seed, seed % 5 === 0 ? 320 : 30 + (seed % 7) * 12);

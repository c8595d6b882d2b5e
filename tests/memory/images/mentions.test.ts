import { expect, test } from "bun:test";
import { type Seen, type Turn, turnsIn, turnsSince } from "../../../src/memory/images/mentions.ts";
import type { PlacedPiece } from "../../../src/memory/transcript/transcript.ts";

const turns = (...texts: readonly string[]): readonly Turn[] => texts.map((text, at) => ({ entry: at * 2, text }));
const first: Seen = { entry: 0, number: 1, until: Number.POSITIVE_INFINITY, file: "error.png" };

test.each([
  ["the turn that shows it", turns("Look."), 0],
  ["turns about something else", turns("Look.", "Fix it.", "And the tests?", "Thanks."), 3],
  ["its number", turns("Look.", "Fix it.", "What was on image #1?", "Thanks."), 1],
  ["another number", turns("Look.", "Fix it.", "What was on image 2?", "Thanks."), 3],
  ["its file", turns("Look.", "Fix it.", "Is error.png still right?"), 0],
  ["the latest one, without a number", turns("Look.", "Fix it.", "Does the screenshot show more?"), 0],
  ["all of them", turns("Look.", "Compare the screenshots.", "Fix it."), 1],
])("it is counted since %s", (_, said, since) => {
  expect(turnsSince(first, said)).toBe(since);
});

test("a screenshot without a number is the one before, not one of long ago", () => {
  const said = turns("Look.", "Here is another.", "Fix what the screenshot shows.");
  expect(turnsSince({ ...first, until: 2 }, said)).toBe(2);
});

test("an image that a tool gave counts from the turn that the tool ran in", () => {
  expect(turnsSince({ ...first, entry: 3 }, turns("Open the page.", "Click.", "Go on."))).toBe(1);
});

test("what programs put beside a person's words is no turn of theirs", () => {
  const said = [
    "<system-reminder>\nThe file image.png has changed.\n</system-reminder>",
    "Fix it.\n<environment_details>\nimage.png\n</environment_details>",
    "What does `<system-reminder>` mean?",
  ];
  const pieces = said.map((_, entry) => ({ kind: "text", entry }) as PlacedPiece); // all that is read of them
  expect(turnsIn(pieces, ({ entry }) => said[entry] ?? null)).toEqual([
    { entry: 1, text: "Fix it." },
    { entry: 2, text: "What does `<system-reminder>` mean?" },
  ]);
});

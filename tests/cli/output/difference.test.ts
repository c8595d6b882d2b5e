import { expect, test } from "bun:test";
import { difference, type Piece } from "../../../cli/output/difference.ts";

const textOf = (pieces: readonly Piece[], but: Piece["is"]): string =>
  pieces.flatMap(({ is, text }) => (is === but ? [] : [text])).join("");

test("colours that went are gone, and the words between them are the same", () => {
  expect(difference("\u001b[32mPASS\u001b[0m a.ts\n", "PASS a.ts\n")).toEqual([
    { is: "gone", text: "\u001b[32m" },
    { is: "same", text: "PASS" },
    { is: "gone", text: "\u001b[0m" },
    { is: "same", text: " a.ts\n" },
  ]);
});

test("lines in the middle give way to a placeholder, which is told whole", () => {
  const note = "[3 lines left out: proxy-cli memory show m_7f3a9c21d0]";

  expect(difference("first\n1 lines\n2 lines\n3 lines\nlast", `first\n${note}\nlast`)).toEqual([
    { is: "same", text: "first\n" },
    { is: "gone", text: "1 lines\n2 lines\n3 lines\n" },
    { is: "new", text: `${note}\n` },
    { is: "same", text: "last" },
  ]);
});

test("whatever two texts are, both can be read from what is told of them, to the byte", () => {
  let seed = 7;
  const any = (below: number): number => {
    seed = (seed * 16807) % 2147483647;
    return seed % below;
  };
  const signs = ["a", "bc", " ", "\n", "\t", "\u001b[1m", "é", "👩‍👩‍👧", "\ud800", "[x m_7f3a9c]", "[-", "+}", "\r\n"];
  const text = (): string => Array.from({ length: any(60) }, () => signs[any(signs.length)]).join("");
  for (let round = 0; round < 400; round++) {
    const [before, after] = [text(), text()];
    const pieces = difference(before, after);
    expect([textOf(pieces, "new"), textOf(pieces, "gone")]).toEqual([before, after]);
  }
});

test("texts with too many lines to compare are told one after the other", () => {
  const lines = (word: string): string => Array.from({ length: 900 }, (_, at) => `${word}${at}`).join("\n");

  expect(difference(lines("a"), lines("b")).map(({ is }) => is)).toEqual(["gone", "new"]);
});

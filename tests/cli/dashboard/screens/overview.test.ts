import { describe, expect, test } from "bun:test";
import { painted, testLook } from "../../../support/dashboard.ts";
import { type SceneName, sceneNames, sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const sizes = [
  [40, 10],
  [60, 20],
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

const picture = (name: SceneName, columns: number, rows: number, ascii = false): string =>
  painted(sceneState(sceneOf(name), { columns, rows }, { look: { ...testLook, ascii } }), sceneNow);

describe("X-06 the Overview looks as it was agreed", () => {
  for (const name of sceneNames)
    for (const [columns, rows] of sizes)
      test(`${name}, ${columns}x${rows}`, () => {
        const frame = picture(name, columns, rows);

        expect(frame).toMatchSnapshot();
      });
  for (const [columns, rows] of sizes)
    test(`busy in ASCII, ${columns}x${rows}`, () => {
      const frame = picture("busy", columns, rows, true);

      expect(frame).toMatchSnapshot();
    });
});

test("X-08 whatever stands in names and texts, no frame is shifted by it and nothing of it reaches the terminal", () => {
  for (const [columns, rows] of sizes) {
    const lines = picture("busy", columns, rows).split("\n");

    expect(lines.length).toBe(rows);
    for (const text of lines) {
      expect(Bun.stringWidth(text)).toBeLessThanOrEqual(columns);
      expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/);
    }
    // Every line that begins with a border ends with one, in the last column.
    for (const text of lines.filter((one) => /^[│║├╞╟┌╔└╚]/.test(one))) expect(text.length).toBe(columns);
  }
});

test("X-13 the numbers of the Overview are those of `status`", () => {
  const frame = picture("busy", 80, 24);

  const { status } = sceneState(sceneOf("busy"), { columns: 80, rows: 24 }).data;

  expect(status?.today?.requests).toBe(400);
  expect(frame).toContain(`429: ${status?.today?.limited}`);
  expect(frame).toContain(`+ ${status?.today?.unknownCost} unknown`);
  expect(frame).toContain("400 requests today");
});

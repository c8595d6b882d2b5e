import { expect, test } from "bun:test";
import { listedRequests } from "../../../../cli/dashboard/data/requests.ts";
import { layoutOf } from "../../../../cli/dashboard/requests/layout.ts";
import { pictureAt as now, withRequests } from "../../../support/dashboard-requests.ts";

const requests = listedRequests(withRequests({ columns: 80, rows: 24 }).data);
const namesIn = (room: number, isWide = false) => layoutOf(requests, room, { now, isWide }).map(({ name }) => name);
const cellsIn = (room: number): number =>
  layoutOf(requests, room, { now, isWide: false }).reduce((sum, { width, gap }) => sum + width + gap, 0);

test("with less room columns go, the least important first, and the sign and the model never", () => {
  let before = namesIn(250);
  expect(before).toContain("end");
  for (let room = 249; room >= 30; room--) {
    const names = namesIn(room);
    expect(before).toEqual(expect.arrayContaining([...names]));
    expect(names.slice(0, 3)).toEqual(expect.arrayContaining(["st"]));
    expect(names).toContain("model");
    before = names;
  }
});

test("columns never take more than the room", () => {
  for (let room = 30; room <= 250; room++) expect(cellsIn(room)).toBeLessThanOrEqual(room);
});

test("with texts at their full length a model's name is not cut, and fewer columns are seen", () => {
  const widthOf = (isWide: boolean) =>
    layoutOf(requests, 100, { now, isWide }).find(({ name }) => name === "model")?.width ?? 0;

  expect(widthOf(true)).toBeGreaterThanOrEqual("a-model-nobody-has-a-price-for".length);
  expect(namesIn(100, true).length).toBeLessThan(namesIn(100).length);
});

test("a text of no sense does not take the place of everything else", () => {
  const [first] = requests;
  if (first === undefined) throw new Error("There are requests.");
  const long = layoutOf([{ ...first, model: "x".repeat(10_000) }], 200, { now, isWide: true });

  expect(long.length).toBeGreaterThan(5);
});

import { expect, test } from "bun:test";
import { blocksOf, legendBlocks, searched } from "../../../../cli/dashboard/help/entries.ts";
import { pictureAt as now, withRequests } from "../../../support/dashboard-requests.ts";

const blocks = blocksOf(withRequests({ columns: 80, rows: 24 }), now);
const linesOf = (text: string) =>
  searched(blocks, text).flatMap(({ entries }) => entries.map(({ keys, label }) => `${keys} ${label}`));

test("this screen comes first, then everywhere, then the other screens", () => {
  const titles = blocks.map(({ title }) => title);

  expect(titles[0]).toBe("REQUEST LIST");
  expect(blocks.findIndex(({ isElsewhere }) => isElsewhere === true)).toBeGreaterThan(titles.indexOf("EVERYWHERE"));
  expect(titles).toEqual([...new Set(titles)]);
});

test("a key that works in another place alone says in which", () => {
  const audit = blocks.flatMap(({ entries }) => entries).find(({ why }) => why === "that works in Logs");

  expect(audit).toBeDefined();
});

test("it is found by its key, its words, and the title it stands under", () => {
  expect(linesOf("ctrl-z")).toEqual(["ctrl-z back to the shell for a while"]);
  expect(linesOf("COPY AS CURL")[0]).toBe("c copy as curl, without the key");
  expect(linesOf("everywhere").length).toBeGreaterThan(10);
  expect(linesOf("zzzz")).toEqual([]);
});

test("the numbers of the views are one line until somebody looks for one", () => {
  expect(linesOf("").filter((line) => line.startsWith("1"))).toContain("1..6 go to a view");
  expect(linesOf("upstreams")).toContain("2 Upstreams");
});

test("the signs are explained, and there is nothing to press", () => {
  const entries = legendBlocks.flatMap((block) => block.entries);

  expect(entries.map(({ label }) => label).join(" ")).toMatch(/CUT stream cut.*REF refused/);
  expect(entries.every(({ binding, why }) => binding === null && why !== null)).toBe(true);
});

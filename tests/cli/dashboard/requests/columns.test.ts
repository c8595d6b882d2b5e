import { expect, test } from "bun:test";
import { listedRequests } from "../../../../cli/dashboard/data/requests.ts";
import { type ColumnName, columns, outputOf } from "../../../../cli/dashboard/requests/columns.ts";
import { listed, pictureAt as now, oneHit, withRequests } from "../../../support/dashboard-requests.ts";

const running = listedRequests(withRequests({ columns: 80, rows: 24 }).data).find(({ id }) => id === "r_running");
const cells = (id: string, names: readonly ColumnName[]): readonly string[] =>
  names.map((name) => columns[name].cell(id === "r_running" && running !== undefined ? running : listed(id), now).text);

test.each([
  ["r_ok", ["200", "8,100", "91%", "212", "$0.006", "-2%"]],
  ["r_limited", ["429", "-", "-", "-", "$0", "-"]],
  ["r_cut", ["CUT", "90k", "97%", "~804", "~$0.28", "-"]],
  ["r_refused", ["REF", "-", "-", "-", "$0", "-"]],
  ["r_unknown", ["200", "1.92M", "-", "12,345", "-", "-"]],
  ["r_running", [">>", "-", "-", "1,100+", "-", "-"]],
] as const)("%s", (id, expected) => {
  expect(cells(id, ["st", "in", "cached", "out", "cost", "saved"])).toEqual([...expected]);
});

test("the time of one that runs grows, of one that has ended it stays", () => {
  const timeAt = (id: string, at: number) =>
    columns.time.cell(id === "r_running" && running !== undefined ? running : listed(id), at).text;

  expect([timeAt("r_running", now), timeAt("r_running", now + 5000)]).toEqual(["12.4 s", "17.4 s"]);
  expect([timeAt("r_ok", now), timeAt("r_ok", now + 5000)]).toEqual(["2.1 s", "2.1 s"]);
});

test("the model that answered is shown, not the one that was asked for", () => {
  expect(columns.model.cell({ ...listed("r_ok"), modelUsed: "glm-5" }).text).toBe("glm-5");
});

test("a count that we made is marked only where the end did not come that would have told", () => {
  expect(outputOf({ ...listed("r_ok"), costKind: "estimated" })).toBe("212");
  expect(outputOf({ ...listed("r_cut"), costKind: "reported" })).toBe("804");
});

test("who asked, through what, and when the answer began", () => {
  expect(cells("r_ok", ["client", "session", "upstream", "ttft"])).toEqual([
    ...["claude-code", "s_19ab", "zai-intl", "512 ms"],
  ]);
  expect(cells("r_refused", ["client", "session", "upstream", "ttft"])).toEqual(["-", "-", "-", "-"]);
});

test("an answer out of our cache came from there, cost nothing, and has saved all that it took before", () => {
  const names: readonly ColumnName[] = ["st", "end", "upstream", "model", "in", "cached", "out", "cost", "saved"];
  expect(names.map((name) => columns[name].cell(oneHit, now).text)).toEqual([
    ...["HIT", "--", "(cache)", "gpt-4o-mini", "1,000", "-", "88", "$0", "100%"],
  ]);
});

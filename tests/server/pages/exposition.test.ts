import { expect, test } from "bun:test";
import { counter, linesOf, one } from "../../../src/server/pages/exposition.ts";

test("a counter ends in _total; the newer format has that in its samples alone, and names the unit", () => {
  const family = one("sent_bytes", "counter", "Bytes.", 7);

  expect(linesOf(family, "prometheus")).toEqual([
    "# HELP sent_bytes_total Bytes.",
    "# TYPE sent_bytes_total counter",
    "sent_bytes_total 7",
  ]);
  expect(linesOf(family, "openmetrics")).toEqual([
    "# HELP sent_bytes Bytes.",
    "# TYPE sent_bytes counter",
    "# UNIT sent_bytes bytes",
    "sent_bytes_total 7",
  ]);
});

test("what is counted by labels has a sample each, with signs that could end a label written otherwise", () => {
  const family = counter("asks", "Asked.", [{ labels: { by: 'a"b\\c\nd' }, value: 1 }]);

  expect(linesOf(family, "prometheus").at(-1)).toBe(String.raw`asks_total{by="a\"b\\c\nd"} 1`);
});

import { expect, test } from "bun:test";
import { tsvLines, withFields } from "../../../cli/output/fields.ts";

const answer = {
  schema: 1,
  generated_at: "2026-11-21T12:00:00.000Z",
  current: "cn",
  tally: { ok: 5, p50_ms: null },
  upstreams: [
    { name: "cn", key: null, dialects: ["anthropic"] },
    { name: "evil\u001b[31m\tx", key: "...abcd", dialects: [] },
  ],
};

test("fields of the answer and of its list, by their names", () => {
  expect(withFields(answer, ["current", "tally.ok", "name"])).toEqual({
    schema: 1,
    generated_at: "2026-11-21T12:00:00.000Z",
    current: "cn",
    "tally.ok": 5,
    upstreams: [{ name: "cn" }, { name: "evil\u001b[31m\tx" }],
  });
  expect(withFields(answer, ["upstreams.key"])).toMatchObject({ upstreams: [{ key: null }, { key: "...abcd" }] });
});

test("with tabs a row has one line, whatever is in it; unknown is empty", () => {
  expect(tsvLines(answer, ["name", "key", "dialects"])).toEqual([
    'cn\t\t["anthropic"]',
    "evil\\u{1b}[31m\\u{9}x\t...abcd\t[]",
  ]);
  expect(tsvLines(answer, ["current", "tally.p50_ms"])).toEqual(["cn\t"]);
  expect(tsvLines(answer, ["current", "name"]).map((line) => line.split("\t")[0])).toEqual(["cn", "cn"]);
});

test("a field that is not there is told with the nearest; one of an empty list is no mistake", () => {
  expect(() => tsvLines(answer, ["curent"])).toThrow("Did you mean current?");
  expect(() => tsvLines(answer, ["tally.nope"])).toThrow('no field "tally.nope"');
  expect(() => tsvLines(answer, ["toString"])).toThrow("no field");
  expect(tsvLines({ schema: 1, groups: [] }, ["name"])).toEqual([]);
});

test("an empty list beside one with rows does not take in what nobody knows", () => {
  const withWarnings = { ...answer, warnings: [], draining: [] };

  expect(() => withFields(withWarnings, ["nope"])).toThrow('no field "nope"');
  expect(() => tsvLines(withWarnings, ["name", "nope"])).toThrow('no field "nope"');
  expect(() => tsvLines(withWarnings, ["upstreams.nope"])).toThrow('no field "upstreams.nope"');
  expect(() => tsvLines(withWarnings, ["nmae"])).toThrow("Did you mean name?");
  expect(tsvLines(withWarnings, ["draining.in_flight"])).toEqual([]);
  const noRequests = { schema: 1, groups: [], total: { name: "total", requests: 0 } };
  expect(tsvLines(noRequests, ["name", "requests"])).toEqual([]);
  expect(() => tsvLines(noRequests, ["nope"])).toThrow('no field "nope"');
});

test("two lists at once are refused", () => {
  expect(() => tsvLines({ ...answer, tests: [{ reachable: true }] }, ["key", "reachable"])).toThrow("two lists");
});

test("a line among others of another kind has nothing where they have a field", () => {
  const line = { schema: 1, message: "started" };

  expect(withFields(line, ["message", "model", "usage.input"], { isOneOfMany: true })).toEqual({
    ...line,
    model: null,
    "usage.input": null,
  });
  expect(tsvLines(line, ["model", "message"], { isOneOfMany: true })).toEqual(["\tstarted"]);
});

import { expect, test } from "bun:test";
import { keyHeaderNames } from "../../src/core/detect.ts";
import { verdictIn } from "../../src/core/own-middleware.ts";

test("nothing said is nothing to do", () => {
  for (const said of [undefined, null, {}]) expect(verdictIn(said)).toEqual({ headers: [], note: null, refusal: null });
});

test("headers, a remark and a refusal are taken as they are", () => {
  expect(verdictIn({ headers: { "X-Team": "a" }, note: "b", refuse: "c" })).toEqual({
    headers: [["x-team", "a"]],
    note: "b",
    refusal: "c",
  });
});

const garbage: readonly (readonly [what: string, said: unknown])[] = [
  ["a text", "yes"],
  ["a list", [1]],
  ["a field that nobody knows", { header: {} }],
  ["headers that are no map", { headers: ["x-a"] }],
  ["a header that is no text", { headers: { "x-a": 1 } }],
  ["a line break in a header", { headers: { "x-a": "1\r\nx-b: 2" } }],
  ["a header of the vendor's", { headers: { "content-type": "a/b" } }],
  ["a header of ours", { headers: { "x-proxy-upstream": "a" } }],
  ["a header of a hop", { headers: { "x-forwarded-for": "a" } }],
  ["too many headers", { headers: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`x-${at}`, "1"])) }],
  ["a remark as long as a book", { note: "x".repeat(501) }],
  ["a refusal that is no text", { refuse: true }],
  ...keyHeaderNames.map((name) => [`a key in ${name}`, { headers: { [name]: "a" } }] as const),
];
for (const [what, said] of garbage) {
  test(`D-20: what cannot be meant is no verdict: ${what}`, () => {
    expect(verdictIn(said)).toBe(null);
  });
}

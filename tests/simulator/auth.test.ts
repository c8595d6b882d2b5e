import { expect, test } from "bun:test";
import { checkKey } from "../../src/simulator/auth.ts";
import type { Vendor } from "../../src/simulator/format.ts";

const places: readonly (readonly [Vendor, Record<string, string>, string])[] = [
  ["anthropic", { "x-api-key": "KEY" }, ""],
  ["anthropic", { authorization: "Bearer KEY" }, ""],
  ["openai", { authorization: "Bearer KEY" }, ""],
  ["mistral", { authorization: "bearer KEY" }, ""],
  ["google", { "x-goog-api-key": "KEY" }, ""],
  ["google", {}, "key=KEY"],
];

test.each(places)("%s takes a key at %j %s, and refuses one that says it is invalid", (vendor, headers, query) => {
  const withKey = (key: string) => () =>
    checkKey(
      vendor,
      new Headers(
        Object.entries(headers).map(([name, value]) => [name, value.replace("KEY", key)] as [string, string]),
      ),
      new URLSearchParams(query.replace("KEY", key)),
    );

  expect(withKey("good-key")).not.toThrow();
  expect(withKey("my-invalid-key")).toThrow(expect.objectContaining({ status: 401 }));
});

test.each(["anthropic", "openai", "google", "mistral"] as const)("%s refuses a request without its key", (vendor) => {
  expect(() => checkKey(vendor, new Headers(), new URLSearchParams())).toThrow(
    expect.objectContaining({ status: 401 }),
  );
});

test("a key of another vendor's place does not count", () => {
  expect(() => checkKey("openai", new Headers({ "x-api-key": "k" }), new URLSearchParams())).toThrow("Authorization");
});

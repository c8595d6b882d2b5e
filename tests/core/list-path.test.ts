import { expect, test } from "bun:test";
import { listedAt } from "../../src/core/list-path.ts";

const asked: readonly (readonly [method: string, path: string, found: string | null | "no"])[] = [
  ["GET", "/v1/models", null],
  ["GET", "/v1/models/", null],
  ["GET", "/v1beta/models", null],
  ["GET", "/v1/models/gpt-4o", "gpt-4o"],
  ["GET", "/v1/models/ft:gpt-4o:acme::7p4", "ft:gpt-4o:acme::7p4"],
  ["GET", "/v1/models/meta%2Fllama-3", "meta/llama-3"],
  ["GET", "/v1/models/meta/llama-3", "meta/llama-3"],
  ["GET", "/v1beta/models/gemini-2.5-pro", "gemini-2.5-pro"],
  ["POST", "/v1beta/models/gemini-2.5-pro:generateContent", "no"],
  ["DELETE", "/v1/models/ft:gpt-4o", "no"],
  ["HEAD", "/v1/models", "no"],
  ["GET", "/v1/modelsx", "no"],
  ["GET", "/v1/fine_tuning/models", "no"],
];

for (const [method, path, found] of asked) {
  test(`${method} ${path} ${found === "no" ? "asks for no models" : `asks for ${found ?? "all models"}`}`, () => {
    expect(listedAt(method, path)).toEqual(found === "no" ? null : { model: found });
  });
}

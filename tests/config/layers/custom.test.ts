import { expect, test } from "bun:test";
import { customFrom } from "../../../src/config/layers/custom.ts";
import { type Layer, nothing } from "../../../src/config/layers/layer.ts";
import { wholly } from "../../../src/config/text/problems.ts";
import { complaintsOf } from "../../support/problems.ts";

const place = (name: string, said: Readonly<Record<string, string>>): Layer => {
  const where = wholly(name);
  const fields = Object.entries(said).map(
    ([field, value]) => [field, { name: field, value, source: name, where }] as const,
  );
  return { ...nothing, upstreams: new Map([["custom", { where, fields: new Map(fields) }]]) };
};

const custom = (...layers: readonly Layer[]): [Readonly<Record<string, unknown>> | null, readonly string[]] => {
  const [drafts, complaints] = complaintsOf((complain) => customFrom(layers, complain));
  const fields = drafts.get("custom")?.fields;
  if (fields === undefined) return [null, complaints];
  return [Object.fromEntries([...fields].map(([field, { value }]) => [field, value])), complaints];
};

test("its parts may come from several places, the strongest first", () => {
  const env = place("env", { api_key: "k", type: "zai" });
  const file = place("file", { endpoint: "https://x.example", type: "openai" });

  expect(custom(env, file)[0]).toEqual({ endpoint: "https://x.example", type: "openai", api_key: "k", private: true });
});

test("no key leaves the address that it was given with", () => {
  const flags = place("command line", { endpoint: "https://other.example", type: "openai" });
  const env = place("env", { endpoint: "https://x.example", api_key: "k" });

  expect(custom(flags, env)[0]).toEqual({ endpoint: "https://other.example", type: "openai", private: true });
});

test("without an address the rest has no effect, and that is said", () => {
  expect(custom(place("env", { api_key: "k" }))).toEqual([
    null,
    ["! env  api_key  has no effect: no address is given with it"],
  ]);
});

test("a key that would travel in the clear over the public network is warned about", () => {
  const at = (endpoint: string) => custom(place("env", { endpoint, type: "openai", api_key: "k" }))[1];

  expect(at("http://api.example.com/v1")).toEqual([
    "! env  endpoint  http:// sends the key in the clear to api.example.com",
  ]);
  for (const open of ["https://api.example.com", "http://127.0.0.1:11434", "http://10.0.0.5"])
    expect(at(open)).toEqual([]);
});

import fc from "fast-check";
import { readSettings } from "../../src/config/read.ts";
import { placeAt, withoutKeys } from "../../src/core/place.ts";
import type { Address } from "../../src/core/provider.ts";
import { noOrders } from "../../src/lifecycle/orders.ts";
import { providers } from "../../src/providers/index.ts";
import { same, type Target } from "./target.ts";

/** Every address that ships; the simulator's is found only when it runs. */
const nowhere = { config: "/nowhere/config.yaml", servers: "/nowhere/servers.yaml", models: "/nowhere/models.yaml" };
const builtIn = readSettings({ paths: nowhere, orders: noOrders, env: {}, providers })
  .upstreams.flatMap(({ endpoints }) => endpoints)
  .filter(({ origin }) => origin.startsWith("http"));

const piece = fc.oneof(
  fc.constantFrom(
    "/",
    "//",
    "\\",
    "..",
    ".",
    "%2e%2e",
    "%2f",
    "@evil.example",
    ":80",
    "evil.example",
    "http:",
    ";x",
    "%00",
  ),
  fc.constantFrom(
    "v1",
    "messages",
    "api",
    "anthropic",
    "paas",
    "v4",
    "#",
    "?",
    "%",
    "[",
    " ",
    "\t",
    "\n",
    "é",
    "\u202e",
  ),
  fc.string({ maxLength: 5 }),
);
const pathText = fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join("")}`);
const query = fc.oneof(
  fc.constant(""),
  fc.array(piece, { maxLength: 6 }).map((pieces) => `?key=${pieces.join("")}`),
);

const made = fc.record({
  origin: fc.constantFrom("https://z.example", "http://127.0.0.1:7001", "http://[::1]:9"),
  dialects: fc.constant([] as Address["dialects"]),
  path: fc.constantFrom("", "/api/anthropic", "/v1", "/api/coding/paas/v4"),
  dropPrefix: fc.constantFrom("", "/v1", "/api"),
});

/** A client's path at an upstream's address. */
export const path: Target = {
  name: "path",
  claim: "what a client asks for is asked for at the configured origin, or nowhere",
  property: fc.property(fc.oneof(made, fc.constantFrom(...builtIn)), pathText, query, (address, path, asked) => {
    const { query } = withoutKeys(asked);
    const place = placeAt(address, path, query);
    if (!URL.canParse(place)) return;
    const url = new URL(place);
    same(url.origin, address.origin, "origin");
    same(url.username + url.password, "", "user");
  }),
};

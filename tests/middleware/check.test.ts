import { expect, test } from "bun:test";
import { asProxyError } from "../../src/core/errors.ts";
import { dialects } from "../../src/dialects/index.ts";
import { check } from "../../src/middleware/check.ts";
import { nowhere, type RouteTo } from "../../src/routing/route.ts";
import type { Table } from "../../src/routing/table.ts";
import { withBody } from "../../src/server/accept.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

const upstreams = (current: string) => ({
  all: () => [upstreamOf("openai"), upstreamOf("zai", { name: "cn" })],
  current: () => current,
});

const good = { provider: "openai", model: "m", messages: [{ role: "user", content: "Hello" }] };

type Setting = {
  readonly current?: string;
  readonly headers?: Record<string, string>;
  readonly path?: string;
  readonly routes?: Table["routes"];
};

/** Whom a body was for, or what is wrong with it. */
const checked = async (
  body: unknown,
  { current = "auto", headers = {}, path = "/v1/chat", routes = [] }: Setting = {},
) => {
  const exchange = exchangeOf(path, { headers });
  const text = typeof body === "string" ? body : JSON.stringify(body);
  withBody(exchange, { kind: "held", bytes: new Uint8Array(Buffer.from(text)) });
  try {
    await check.create({ dialects, upstreams: upstreams(current), table: { routes } })(
      exchange,
      async () => new Response(),
    );
    return exchange.notes.addressee;
  } catch (thrown) {
    const { code, invalid } = asProxyError(thrown);
    return { code, details: invalid?.["details"] };
  }
};

test("a request says whom it is for: a provider, or an upstream by its name", async () => {
  expect(await checked(good)).toBe("openai");
  expect(await checked({ ...good, provider: "zai" })).toBe("zai");
  expect(await checked({ ...good, provider: "cn" })).toBe("cn");
});

test("whom it is for need not be said where the current upstream, a header or a rule may tell", async () => {
  const { provider: _, ...silent } = good;
  const required = { provider: { _errors: ["Required"] } };

  expect(await checked(silent)).toEqual({ code: "invalid_request", details: required });
  expect(await checked(silent, { current: "cn" })).toBeNull();
  expect(await checked(silent, { headers: { "x-proxy-upstream": "openai" } })).toBeNull();
  const rule = (to: Partial<RouteTo>) => [{ label: "routes[0]", conditions: [], to: { ...nowhere, ...to } }];
  expect(await checked(silent, { routes: rule({ upstream: "cn" }) })).toBeNull();
  expect(await checked(silent, { routes: rule({ model: "m" }) })).toMatchObject({ details: required });
});

test("a provider that nobody knows is answered with those there are", async () => {
  expect(await checked({ ...good, provider: "acme" })).toMatchObject({
    details: { provider: { _errors: [expect.stringContaining('"openai"|"zai"|"cn"')] } },
  });
});

test("a body that is none, or no JSON object, is said to be just that", async () => {
  expect(await checked("")).toEqual({ code: "invalid_request", details: { _errors: ["The body is empty."] } });
  for (const text of ["{oops", "[]", "null", '"a"'])
    expect(await checked(text), text).toMatchObject({ details: { _errors: ["The body is no JSON object."] } });
});

test("requests in a vendor's format are the vendor's affair", async () => {
  expect(await checked({}, { path: "/v1/messages" })).toBeNull();
});

test("the path takes no other method", async () => {
  const exchange = exchangeOf("/v1/chat", { method: "GET" });
  const run = async () =>
    check.create({ dialects, upstreams: upstreams("auto"), table: { routes: [] } })(
      exchange,
      async () => new Response(),
    );

  expect(await run().catch((thrown: unknown) => asProxyError(thrown).code)).toBe("method_not_allowed");
});

import { describe, expect, test } from "bun:test";
import { asProxyError } from "../../src/core/errors.ts";
import type { Exchange, ShownToken } from "../../src/core/exchange.ts";
import type { Upstream } from "../../src/core/provider.ts";
import { dialects } from "../../src/dialects/index.ts";
import { plan } from "../../src/middleware/plan.ts";
import { providers } from "../../src/providers/index.ts";
import { createUpstreams } from "../../src/state/upstreams.ts";
import { canaries } from "../support/canary.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";
import { tokensWith } from "../support/tokens.ts";

const known: readonly Upstream[] = [
  upstreamOf("anthropic"),
  upstreamOf("openai"),
  upstreamOf("google"),
  upstreamOf("mistral"),
  upstreamOf("zai", { name: "cn", origin: "https://cn.example" }),
  upstreamOf("zai", { name: "international", origin: "https://intl.example" }),
  upstreamOf("anthropic", { name: "holding", origin: "https://held.example", key: canaries.held }),
];

type Setting = {
  readonly told?: string[];
  readonly current?: string;
  readonly needsToken?: boolean;
  readonly upstreams?: readonly Upstream[];
};

/** The URL that a plan leads to and the rule that chose it, or the name of its error. */
const planOf = async (
  exchange: Exchange,
  { told = [], current = "auto", needsToken = true, upstreams = known.slice(0, 6) }: Setting = {},
) => {
  const choices = { read: () => ({ upstream: null, previousUpstream: null }), write: async () => undefined };
  const run = plan.create({
    upstreams: createUpstreams(upstreams, current, choices),
    providers,
    dialects,
    locate: async (upstream) => upstream,
    needsToken: () => needsToken,
    refuseToken: tokensWith().refuse,
    planned: ({ id }, { name }) => void told.push(`${id} ${name}`),
  });
  try {
    await run(exchange, async () => new Response());
    return [exchange.plan.targets[0]?.url, exchange.plan.rule];
  } catch (thrown) {
    return asProxyError(thrown).code;
  }
};

describe("auto sends each request to the vendor it speaks to", () => {
  test("by its path", async () => {
    expect(await planOf(exchangeOf("/v1/messages?beta=true"))).toEqual([
      "https://anthropic.example/v1/messages?beta=true",
      "auto: path",
    ]);
    expect(await planOf(exchangeOf("/v1/chat/completions"))).toEqual([
      "https://openai.example/v1/chat/completions",
      "auto: dialect",
    ]);
  });

  test("and to the upstream that bears the vendor's name, also where there is a second one", async () => {
    for (const upstreams of [known, known.toReversed()]) {
      expect(await planOf(exchangeOf("/v1/messages"), { upstreams })).toEqual([
        "https://anthropic.example/v1/messages",
        "auto: path",
      ]);
    }
  });

  test("and tells where, once it is settled", async () => {
    const told: string[] = [];
    const [settled, refused] = [exchangeOf("/v1/messages"), exchangeOf("/v1/models", { method: "GET" })];

    await planOf(settled, { told });
    await planOf(refused, { told });

    expect(told).toEqual([`${settled.id} anthropic`]);
  });

  test("and asks where none of several bears that name", async () => {
    const upstreams = [upstreamOf("anthropic", { name: "work" }), upstreamOf("anthropic", { name: "openai" })];

    expect(await planOf(exchangeOf("/v1/messages"), { upstreams })).toBe("upstream_undecided");
  });

  test("and asks where two upstreams would fit", async () => {
    const exchange = exchangeOf("/v1/messages", { headers: { "x-api-key": canaries.zai } });

    expect(await planOf(exchange)).toBe("upstream_undecided");
  });

  test("and asks where nothing tells", async () => {
    expect(await planOf(exchangeOf("/v1/models", { method: "GET" }))).toBe("upstream_undecided");
  });
});

test("S-37: an upstream that is lent gets what asks for it by name, and nothing else, also where no other would fit", async () => {
  const lent = upstreamOf("anthropic", { name: "via-gateway", origin: "https://gw.example", isLent: true });
  const asking = { headers: { "x-proxy-upstream": "via-gateway" } };

  for (const upstreams of [[lent], [lent, upstreamOf("openai")]]) {
    expect(await planOf(exchangeOf("/v1/messages"), { upstreams })).toBe("upstream_undecided");
    expect(await planOf(exchangeOf("/v1/messages", asking), { upstreams })).toEqual([
      "https://gw.example/v1/messages",
      "header x-proxy-upstream",
    ]);
  }
  expect(await planOf(exchangeOf("/v1/messages"), { upstreams: [lent, ...known.slice(0, 1)] })).toEqual([
    "https://anthropic.example/v1/messages",
    "auto: path",
  ]);
});

test("a current upstream takes everything, in its own places", async () => {
  expect(await planOf(exchangeOf("/v1/messages"), { current: "cn" })).toEqual([
    "https://cn.example/api/anthropic/v1/messages",
    "current upstream cn",
  ]);
  expect(await planOf(exchangeOf("/v1/chat/completions"), { current: "cn" })).toEqual([
    "https://cn.example/api/coding/paas/v4/chat/completions",
    "current upstream cn",
  ]);
});

test("a header names an upstream for one request, by name alone", async () => {
  const asking = (name: string) => exchangeOf("/v1/messages", { headers: { "x-proxy-upstream": name } });

  expect(await planOf(asking("international"), { current: "openai" })).toEqual([
    "https://intl.example/api/anthropic/v1/messages",
    "header x-proxy-upstream",
  ]);
  expect(await planOf(asking("https://evil.example"))).toBe("upstream_unknown");
});

test("a body that says whom it is for is sent there, whatever is current; a header still wins", async () => {
  const asked = (addressee: string, headers = {}): Exchange => {
    const exchange = exchangeOf("/v1/messages", { headers });
    exchange.notes.addressee = addressee;
    return exchange;
  };

  expect(await planOf(asked("zai"), { current: "anthropic" })).toEqual([
    "https://cn.example/api/anthropic/v1/messages",
    "body provider zai",
  ]);
  expect(await planOf(asked("international"))).toEqual([
    "https://intl.example/api/anthropic/v1/messages",
    "body provider international",
  ]);
  expect(await planOf(asked("zai", { "x-proxy-upstream": "anthropic" }))).toEqual([
    "https://anthropic.example/v1/messages",
    "header x-proxy-upstream",
  ]);
});

test("a format that an upstream does not speak is written anew, and a WebSocket in it is refused", async () => {
  const exchange = exchangeOf("/v1beta/models/x:generateContent");
  await planOf(exchange, { current: "anthropic" });

  expect(exchange.plan.targets[0]?.translateTo?.name).toBe("anthropic");
  const socket = { ...exchangeOf("/v1beta/models/x:generateContent"), upgrade: () => null };
  expect(await planOf(socket, { current: "anthropic" })).toBe("dialect_unsupported");
});

test("a Gemini key in the query is not part of the address", async () => {
  expect(await planOf(exchangeOf("/v1beta/models/x:generateContent?key=AIzaX&alt=sse"))).toEqual([
    "https://google.example/v1beta/models/x:generateContent?alt=sse",
    "auto: path",
  ]);
});

describe("S-20: a key that the daemon holds is used", () => {
  const asking = (token: ShownToken) =>
    exchangeOf("/v1/messages", { headers: { "x-proxy-upstream": "holding" }, token });

  test("for who has shown a token", async () => {
    expect(await planOf(asking("right"), { upstreams: known })).toBeArray();
  });

  test("for nobody else", async () => {
    expect(await planOf(asking("none"), { upstreams: known })).toBe("token_required");
    expect(await planOf(asking("wrong"), { upstreams: known })).toBe("token_required");
  });

  test("for everybody where the user has said so", async () => {
    expect(await planOf(asking("none"), { upstreams: known, needsToken: false })).toBeArray();
  });
});

test("C-22, S-43: strange paths are refused, with the one that was meant", async () => {
  for (const path of [
    "/v1/v1/messages",
    "/messages",
    "/chat/completions",
    "/control",
    "/_/x",
    "//evil/v1",
    "/a%00b",
    "/a%5cb",
  ]) {
    expect(await planOf(exchangeOf(path))).toBe("not_found");
  }
});

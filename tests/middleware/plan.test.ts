import { describe, expect, test } from "bun:test";
import { asProxyError } from "../../src/core/errors.ts";
import type { Exchange, ShownToken } from "../../src/core/exchange.ts";
import type { Upstream } from "../../src/core/provider.ts";
import { plan } from "../../src/middleware/plan.ts";
import type { Table } from "../../src/routing/table.ts";
import { withBody } from "../../src/server/accept.ts";
import { createUpstreams } from "../../src/state/upstreams.ts";
import { canaries } from "../support/canary.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";
import { planServices } from "../support/routing.ts";
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
const planOf = async (exchange: Exchange, setting: Setting = {}) => {
  try {
    await answered(exchange, {}, setting);
    return [exchange.plan.targets[0]?.url, exchange.plan.rule];
  } catch (thrown) {
    return asProxyError(thrown).code;
  }
};

const answered = (
  exchange: Exchange,
  table: Partial<Table> = {},
  { told = [], current = "auto", needsToken = true, upstreams = known.slice(0, 6) }: Setting = {},
): Promise<Response> => {
  const choices = { read: () => ({ upstream: null, previousUpstream: null }), write: async () => undefined };
  const run = plan.create({
    ...planServices(createUpstreams(upstreams, current, choices), table),
    locate: async (upstream) => upstream,
    needsToken: () => needsToken,
    refuseToken: tokensWith().refuse,
    planned: ({ id }, { name }) => void told.push(`${id} ${name}`),
  });
  return run(exchange, async () => new Response());
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
    expect(await planOf(exchangeOf("/v1/files", { method: "GET" }))).toBe("upstream_undecided");
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

test("a format that an upstream does not speak is translated into one that it speaks", async () => {
  const exchange = exchangeOf("/v1beta/models/x:generateContent");

  await planOf(exchange, { current: "openai" });

  expect(exchange.plan.targets[0]?.translateTo?.name).toBe("openai-responses");
  const socket = { ...exchangeOf("/v1beta/models/x:generateContent"), upgrade: () => null };
  expect(await planOf(socket, { current: "anthropic" })).toBe("websocket_unsupported");
  expect(exchange.plan.decision).toMatchObject({ from: "gemini", to: "openai-responses", upstream: "openai" });
});

test("the client is told what was decided, for a chat alone", async () => {
  const answerTo = async (path: string) => (await answered(exchangeOf(path))).headers.get("x-proxy-decision");

  expect(await answerTo("/v1/messages")).toBe("rule=auto: path; upstream=anthropic; format=anthropic");
  expect(await answerTo("/v1/embeddings")).toBeNull();
});

test("a model by another name is changed in the body, and in the path of the format that has it there", async () => {
  const fits = (): boolean => true;
  const more = { maps: new Map([["*", [{ glob: { text: "*", fits }, model: "other/x" }]]]) };
  const changed = async (path: string, body: string) => {
    const exchange = exchangeOf(path);
    withBody(exchange, { kind: "held", bytes: new TextEncoder().encode(body) });
    await answered(exchange, more);
    const [target] = exchange.plan.targets;
    return [target?.url, target?.model, target?.edits?.map(({ path }) => path.join("."))];
  };

  expect(await changed("/v1/messages", '{"model":"m"}')).toEqual([
    "https://anthropic.example/v1/messages",
    "other/x",
    ["model"],
  ]);
  expect(await changed("/v1beta/models/gemini-x:streamGenerateContent?alt=sse", "{}")).toEqual([
    "https://google.example/v1beta/models/other%2Fx:streamGenerateContent?alt=sse",
    "other/x",
    [],
  ]);
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

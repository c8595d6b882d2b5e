import { afterEach, describe, expect, test } from "bun:test";
import type { TokenRules } from "../../src/core/caller.ts";
import { asProxyError } from "../../src/core/errors.ts";
import type { ShownToken } from "../../src/core/exchange.ts";
import { compose } from "../../src/core/middleware.ts";
import type { Upstream } from "../../src/core/provider.ts";
import { dialects } from "../../src/dialects/index.ts";
import { globOf } from "../../src/lib/glob.ts";
import { allowed } from "../../src/middleware/allowed.ts";
import { listModels } from "../../src/middleware/list-models.ts";
import { plan } from "../../src/middleware/plan.ts";
import { providers } from "../../src/providers/index.ts";
import type { Mapping, Table } from "../../src/routing/table.ts";
import { noTokenRules } from "../../src/state/tokens.ts";
import { createUpstreams } from "../../src/state/upstreams.ts";
import { createModelLists } from "../../src/upstream/model-lists.ts";
import { canaries } from "../support/canary.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";
import { planServices } from "../support/routing.ts";
import { tokensWith } from "../support/tokens.ts";

const ends: (() => unknown)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A vendor with these models in the shape of its format; `null` = it has none to tell of. */
const vendor = (provider: string, ids: readonly string[] | null, more: Partial<Upstream> = {}) => {
  const keys: (string | null)[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: ({ headers }) => {
      keys.push(headers.get("x-api-key") ?? headers.get("authorization") ?? headers.get("x-goog-api-key"));
      if (ids === null) return new Response("no", { status: 500 });
      if (provider === "google") return Response.json({ models: ids.map((id) => ({ name: `models/${id}` })) });
      const type = provider === "anthropic" ? { type: "model" } : { object: "model" };
      return Response.json({ data: ids.map((id) => ({ id, ...type })) });
    },
  });
  ends.push(() => server.stop(true));
  const upstream = upstreamOf(provider, { origin: server.url.origin, isPrivate: true, ...more });
  return { upstream, keys };
};

const map = (entries: Readonly<Record<string, string>>): readonly Mapping[] =>
  Object.entries(entries).flatMap(([name, model]) => {
    const glob = globOf(name);
    return glob === null ? [] : [{ glob, model }];
  });

type Setting = Omit<Partial<Table>, "upstreams"> & {
  readonly upstreams: readonly Upstream[];
  readonly current?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: ShownToken;
  readonly needsToken?: boolean;
  /** What the token may use that is shown. */
  readonly rights?: Partial<TokenRules>;
};

/** What a client gets: `bytes` where the vendor itself is asked, else names and what was left out. */
const asked = async (
  path: string,
  { upstreams, current = "auto", headers = {}, token = "none", needsToken = true, rights, ...table }: Setting,
) => {
  const choices = { read: () => ({ upstream: null, previousUpstream: null }), write: async () => undefined };
  const known = createUpstreams(upstreams, current, choices);
  const tools = { egress: () => null, names: { check: () => null }, tick: () => 0, limitMs: 10_000 };
  const services = {
    ...planServices(known, table),
    locate: async (upstream: Upstream) => upstream,
    needsToken: () => needsToken,
    refuseToken: tokensWith().refuse,
    planned: () => undefined,
    lists: createModelLists({ providers, dialects, ...tools }),
  };
  const caller = rights && { caller: { token: "ci", key: null, rules: { ...noTokenRules, ...rights } } };
  const exchange = exchangeOf(path, {
    method: "GET",
    headers,
    token: caller === undefined ? token : "right",
    ...caller,
  });
  const chain = [
    plan.create(services),
    allowed.create(services),
    listModels.create(services),
    async () => new Response('"bytes"'),
  ];
  const answer = await compose(chain)(exchange).catch(asProxyError);
  if (answer instanceof Error) return answer.code;
  const json: unknown = await answer.json();
  return { json, names: namesIn(json), notes: answer.headers.get("x-proxy-notes") };
};

const namesIn = (json: unknown): unknown => {
  const text = JSON.stringify(json);
  const names = [...text.matchAll(/"(?:id|name)":"(?:models\/)?([^"]+)"/g)].map(([, name]) => name);
  return names.length === 0 ? json : names;
};

const names = async (path: string, setting: Setting) => {
  const got = await asked(path, setting);
  return typeof got === "string" ? got : got.names;
};

const ours = { key: canaries.held };
const anthropicClient = { "x-api-key": canaries.anthropic, "anthropic-version": "2023-06-01" };

describe("looking never hurts: one vendor's list passes as it is", () => {
  test("for a client with that vendor's own key, whatever else has keys of ours", async () => {
    const upstreams = [vendor("anthropic", ["claude-a"]), vendor("mistral", ["mistral-a"], ours)].map(
      ({ upstream }) => upstream,
    );

    expect(await names("/v1/models", { upstreams, headers: anthropicClient, needsToken: false })).toBe("bytes");
    expect(await names("/v1/models/claude-a", { upstreams, headers: anthropicClient })).toBe("bytes");
  });

  test("where an upstream is named that speaks the client's format", async () => {
    const upstreams = [vendor("openai", ["gpt-a"], ours), vendor("mistral", ["mistral-a"], ours)].map(
      ({ upstream }) => upstream,
    );

    expect(await names("/v1/models", { upstreams, current: "mistral", needsToken: false })).toBe("bytes");
    expect(await names("/v1/models", { upstreams, headers: { "x-proxy-upstream": "openai" }, needsToken: false })).toBe(
      "bytes",
    );
  });

  test("and everything else passes by", async () => {
    const upstreams = [vendor("openai", ["gpt-a"], ours).upstream];

    expect(await names("/v1/files", { upstreams, current: "openai", needsToken: false })).toBe("bytes");
  });
});

describe("lists of several upstreams are one", () => {
  test("of those with keys of ours, for who shows the token, in the client's own shape", async () => {
    const all = [vendor("anthropic", ["claude-a"], ours), vendor("mistral", ["mistral-a"], ours), vendor("openai", [])];
    const upstreams = all.map(({ upstream }) => upstream);
    const setting = { upstreams, token: "right" as const };

    expect(await asked("/v1/models", setting)).toMatchObject({
      json: {
        object: "list",
        data: [
          { id: "claude-a", object: "model", owned_by: "unknown" },
          { id: "mistral-a", object: "model" },
        ],
      },
      notes: null,
    });
    expect(all[2]?.keys).toEqual([]);
    expect(all[1]?.keys).toEqual([`Bearer ${canaries.held}`]);
  });

  test("without the token no key of ours is used", async () => {
    const { upstream, keys } = vendor("mistral", ["mistral-a"], ours);

    expect(await names("/v1/models", { upstreams: [upstream] })).toBe("upstream_undecided");
    expect(await names("/v1/models", { upstreams: [upstream], token: "wrong" })).toBe("upstream_undecided");
    expect(keys).toEqual([]);
  });

  test("a model is in it where a request for it would get there, and once", async () => {
    const upstreams = [
      vendor("openai", ["gpt-a", "shared"], ours),
      vendor("openai", ["gpt-a", "llama-a"], { ...ours, name: "local" }),
    ].map(({ upstream }) => upstream);

    expect(await names("/v1/models", { upstreams, token: "right" })).toEqual(["gpt-a", "shared"]);
  });

  test("an upstream that fails is left out, and that is said", async () => {
    const upstreams = [vendor("openai", ["gpt-a"], ours), vendor("mistral", null, ours)].map(
      ({ upstream }) => upstream,
    );

    const got = await asked("/v1/models", { upstreams, token: "right" });

    expect(got).toMatchObject({
      names: ["gpt-a"],
      notes: 'models.left-out; dropped=1; why="mistral: 500 to the list of models"',
    });
  });
});

describe("a list in another format than its vendor's", () => {
  const shapes = [
    ["Anthropic's clients", "/v1/models", { "anthropic-version": "2023-06-01" }, ["mistral-a", "mistral-b"]],
    ["Google's clients", "/v1beta/models", {}, ["mistral-a", "mistral-b"]],
    ["Google's clients, one", "/v1beta/models/mistral-b", {}, ["mistral-b"]],
    ["Anthropic's clients, one", "/v1/models/mistral-a", { "anthropic-version": "2023-06-01" }, ["mistral-a"]],
  ] as const;
  for (const [who, path, headers, expected] of shapes) {
    test(`${who} read it at ${path}`, async () => {
      const upstreams = [vendor("mistral", ["mistral-a", "mistral-b"], ours).upstream];

      expect(await names(path, { upstreams, current: "mistral", headers, needsToken: false })).toEqual([...expected]);
    });
  }

  test("a model that is not there is not found, in words", async () => {
    const upstreams = [vendor("mistral", ["mistral-a"], ours).upstream];

    expect(await names("/v1beta/models/gemini-x", { upstreams, current: "mistral", needsToken: false })).toBe(
      "not_found",
    );
  });

  test("without any list there is an error, and it names the upstream", async () => {
    const upstreams = [vendor("mistral", null, ours).upstream];
    const setting = { upstreams, current: "mistral", needsToken: false };

    expect(await names("/v1beta/models", setting)).toBe("upstream_protocol");
    expect(await names("/v1/models", { ...setting, headers: { "anthropic-version": "2023-06-01" } })).toBe(
      "upstream_protocol",
    );
  });
});

describe("names of `models:` are models too", () => {
  const headers = { authorization: `Bearer ${canaries.openai}` };

  test("beside the vendor's own list, which the client's key is asked with", async () => {
    const { upstream, keys } = vendor("openai", ["gpt-a"]);
    const maps = new Map([["*", map({ fast: "gpt-5.4-nano", "claude-*": "gpt-a" })]]);

    const got = await asked("/v1/models", { upstreams: [upstream], headers, maps });

    expect(got).toMatchObject({ names: ["fast", "gpt-a"] });
    expect(keys).toEqual([`Bearer ${canaries.openai}`]);
    expect(await asked("/v1/models/fast", { upstreams: [upstream], headers, maps })).toMatchObject({
      json: { id: "fast", object: "model", owned_by: "proxy-cli" },
    });
    expect(await names("/v1/models/not-listed", { upstreams: [upstream], headers, maps })).toBe("bytes");
  });

  test("only those that mean something where the client would go", async () => {
    const { upstream } = vendor("openai", ["gpt-a"]);
    const maps = new Map([["elsewhere", map({ fast: "gpt-5.4-nano" })]]);

    expect(await names("/v1/models", { upstreams: [upstream], headers, maps })).toBe("bytes");
  });

  test("where the vendor refuses its list the client hears that from the vendor", async () => {
    const { upstream } = vendor("openai", null);
    const maps = new Map([["*", map({ fast: "gpt-5.4-nano" })]]);

    expect(await names("/v1/models", { upstreams: [upstream], headers, maps })).toBe("bytes");
  });
});

describe("a token that may use some of it sees that alone", () => {
  const upstreams = () =>
    [
      vendor("anthropic", ["claude-big", "claude-small"], ours),
      vendor("mistral", ["mistral-a"], ours),
      vendor("google", ["gemini-pro", "gemini-flash"], ours),
    ].map(({ upstream }) => upstream);

  test("of models those that fit its patterns, in every format", async () => {
    const rights = { models: ["*-small", "gemini-f*", "mistral-*"] };
    const headers = { "anthropic-version": "2023-06-01" };

    expect(await names("/v1/models", { upstreams: upstreams(), rights })).toEqual([
      "claude-small",
      "mistral-a",
      "gemini-flash",
    ]);
    expect(await names("/v1/models", { upstreams: upstreams(), rights, headers })).toEqual(["claude-small"]);
    expect(await names("/v1beta/models", { upstreams: upstreams(), rights })).toEqual(["gemini-flash"]);
  });

  test("of upstreams those that it may use", async () => {
    const setting = { upstreams: upstreams(), rights: { upstreams: ["mistral"] } };

    expect(await names("/v1/models", setting)).toEqual(["mistral-a"]);
    expect(await names("/v1/models/mistral-a", setting)).toEqual(["mistral-a"]);
    expect(await names("/v1/models/claude-big", setting)).toBe("not_found");
  });

  test("one that may use nothing that is listed gets an empty list, and where it may ask nobody it is told so", async () => {
    const setting = { upstreams: upstreams(), current: "anthropic", headers: { "anthropic-version": "1" } };

    expect(await names("/v1/models", { ...setting, rights: { models: ["gpt-*"] } })).toMatchObject({ data: [] });
    expect(await names("/v1/models", { ...setting, rights: { upstreams: ["openai"] } })).toBe("not_allowed");
  });

  test("a token without such limits gets the bytes as before", async () => {
    const setting = { upstreams: upstreams(), current: "anthropic", headers: { "anthropic-version": "1" } };

    expect(await names("/v1/models", { ...setting, rights: {} })).toBe("bytes");
  });
});

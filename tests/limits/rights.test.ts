import { expect, test } from "bun:test";
import type { TokenRules } from "../../src/core/caller.ts";
import { asProxyError } from "../../src/core/errors.ts";
import type { Exchange, Target } from "../../src/core/exchange.ts";
import { allowedPlan, rightsOf } from "../../src/limits/rights.ts";
import { withBody } from "../../src/server/accept.ts";
import { noTokenRules } from "../../src/state/tokens.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

const targetAt = (name: string, model: string | null = null): Target => {
  const upstream = upstreamOf("anthropic", { name });
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("It has no address.");
  return { upstream, endpoint, url: "https://vendor.example/v1/messages", model };
};

type Asked = {
  readonly path?: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly targets?: readonly Target[];
  readonly headers?: Readonly<Record<string, string>>;
};

const asking = (
  rules: Partial<TokenRules>,
  { path = "/v1/messages", method = "POST", ...asked }: Asked = {},
): Exchange => {
  const { body = { model: "claude-haiku-4-5" }, targets = [targetAt("anthropic")], headers = {} } = asked;
  const caller = { token: "ci", key: null, rules: { ...noTokenRules, ...rules } };
  const exchange = exchangeOf(path, { method, caller, headers, token: "right" });
  withBody(exchange, { kind: "held", bytes: Uint8Array.from(Buffer.from(JSON.stringify(body))) });
  exchange.plan = { targets, rule: "test" };
  return exchange;
};

const refusalOf = (exchange: Exchange): string | null => {
  try {
    allowedPlan(exchange);
    return null;
  } catch (thrown) {
    const { code, message, hint } = asProxyError(thrown);
    return code === "not_allowed" ? `${message} ${hint}` : code;
  }
};

test("a token without limits of what it may use uses everything, and its plan is left as it is", () => {
  const exchange = asking({ requestsPerMinute: 1 });

  expect(rightsOf(undefined)).toBeNull();
  expect(allowedPlan(exchange)).toBe(exchange.plan);
});

test("an upstream or a model that a token may not use is refused, with what it may use", () => {
  expect(refusalOf(asking({ upstreams: ["cn", "sim*"] }))).toBe(
    'The token "ci" may not use upstream "anthropic". It may use upstreams cn, sim*. Whoever made it can change that: proxy-cli token limit ci.',
  );
  expect(refusalOf(asking({ models: ["claude-opus-*"] }))).toStartWith(
    'The token "ci" may not use model "claude-haiku-4-5". It may use models claude-opus-*.',
  );
  expect(refusalOf(asking({ upstreams: ["anth*"], models: ["claude-*"] }))).toBeNull();
});

test("it is the model that the upstream is asked for which counts, whatever the client calls it", () => {
  const mapped = [targetAt("cn", "glm-4.6")];

  expect(refusalOf(asking({ models: ["claude-*"] }, { targets: mapped }))).toContain('model "glm-4.6"');
  expect(refusalOf(asking({ models: ["glm-*"] }, { targets: mapped }))).toBeNull();
});

test("what else could be tried is left out where it is not allowed, and never takes the place of what was meant", () => {
  const targets = [targetAt("anthropic"), targetAt("cn"), targetAt("openai")];

  const { targets: left } = allowedPlan(asking({ upstreams: ["anthropic", "openai"] }, { targets }));
  expect(left.map(({ upstream }) => upstream.name)).toEqual(["anthropic", "openai"]);
  expect(refusalOf(asking({ upstreams: ["cn"] }, { targets }))).toContain('upstream "anthropic"');
});

test("on a path that is only passed on the model is looked for, and where none is named none is run", () => {
  const models = ["text-embedding-*"];
  const embed = (body: unknown, path = "/v1/embeddings") => refusalOf(asking({ models }, { path, body }));

  expect(embed({ model: "text-embedding-3-small" })).toBeNull();
  expect(embed({ model: "gpt-image-1" })).toContain('model "gpt-image-1"');
  expect(embed({ requests: [{ model: "gpt-5" }] }, "/v1/messages/batches")).toContain("does not say which");
  expect(embed('{"model":"text-embedding-3-small","model":"gpt-5"}')).toContain("does not say which");
  expect(refusalOf(asking({ models }, { path: "/v1/files/1", method: "GET", body: {} }))).toBeNull();
});

test("a WebSocket says its model in its address, or opens for tokens of all models only", () => {
  const socket = {
    upgrade: "websocket",
    connection: "upgrade",
    "sec-websocket-key": "x",
    "sec-websocket-version": "13",
  };
  const open = (path: string) =>
    refusalOf(asking({ models: ["gpt-realtime*"] }, { path, method: "GET", body: {}, headers: socket }));

  expect(open("/v1/realtime?model=gpt-realtime")).toBeNull();
  expect(open("/v1/realtime?model=gpt-5")).toContain('model "gpt-5"');
  expect(open("/v1/responses")).toContain("does not say which");
  expect(open("/v1/responses?model=gpt-realtime")).toContain("does not say which"); // its messages say it
});

test("a model that its vendor could read otherwise is none: said twice, or packed", () => {
  const packed = asking({ models: ["claude-haiku-*"] }, { headers: { "content-encoding": "gzip" } });
  const twice = asking({ models: ["claude-haiku-*"] });
  const body = '{"model":"claude-opus-4-5","messages":[],"model":"claude-haiku-4-5"}';
  withBody(twice, { kind: "held", bytes: Uint8Array.from(Buffer.from(body)) });

  for (const exchange of [twice, packed]) expect(refusalOf(exchange)).toContain("does not say which");
});

test("where the path says the model, no other word in the body takes its place", () => {
  const asked = (path: string, model: string) =>
    refusalOf(asking({ models: ["gemini-flash*"] }, { path: `/v1beta/${path}:generateContent`, body: { model } }));

  expect(asked("models/gemini-flash-lite", "gemini-flash-lite")).toBeNull();
  expect(asked("models/gemini-3-pro", "gemini-flash-lite")).toContain("does not say which");
  expect(asked("tunedModels/mine", "gemini-flash-lite")).toContain("does not say which");
});

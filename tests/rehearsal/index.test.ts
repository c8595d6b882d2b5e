import { expect, test } from "bun:test";
import type { Decision } from "../../src/core/routing.ts";
import { dialects } from "../../src/dialects/index.ts";
import { type Rehearsing, rehearse } from "../../src/rehearsal/index.ts";
import type { Recorded } from "../../src/rehearsal/recorded.ts";
import { conditionsOf } from "../../src/routing/conditions.ts";
import { nowhere } from "../../src/routing/route.ts";
import type { Table } from "../../src/routing/table.ts";
import { upstreamOf } from "../support/exchange.ts";
import { tableWith } from "../support/routing.ts";

const known = ["anthropic", "openai", "mistral"].map((name) => upstreamOf(name));
const body = (json: object) => new TextEncoder().encode(JSON.stringify(json));

const recorded = (more: Partial<Recorded> = {}): Recorded => ({
  ...{ source: "memory", method: "POST", path: "/v1/messages", query: "", headers: new Headers() },
  ...{ body: body({ model: "claude-x", messages: [{ role: "user", content: "hi" }] }), session: null, remarks: [] },
  ...more,
});

const under = (more: Partial<Table> & { readonly current?: string } = {}, pinOf: Rehearsing["pinOf"] = () => null) => ({
  table: tableWith(known, more),
  dialects,
  estimate: () => 10,
  pinOf,
});

const byKey: Decision = {
  ...{
    rule: "auto: key",
    upstream: "mistral",
    from: "openai-chat",
    to: "openai-chat",
    asked: "m",
    model: "m",
    steps: [],
  },
};

test("a request is decided by what it holds, as it was when it came", () => {
  const label = "routes[0]";
  const to = { ...nowhere, upstream: "openai" };
  const route = { label, conditions: conditionsOf({ model: "claude-*", dialect: "anthropic" }), to };

  const { now, refusal } = rehearse(recorded(), null, under({ current: "anthropic", routes: [route] }));

  expect([now?.upstream, now?.rule, now?.asked, refusal]).toEqual(["openai", label, "claude-x", null]);
});

test("its conversation's pin counts as it is now", () => {
  const pinned = under({ current: "anthropic" }, (session) =>
    session === "s_1" ? { upstream: "mistral", model: null } : null,
  );

  expect(rehearse(recorded({ session: "s_1" }), null, pinned).now).toMatchObject({
    rule: "session pin",
    upstream: "mistral",
  });
  expect(rehearse(recorded({ session: "s_2" }), null, pinned).now?.upstream).toBe("anthropic");
});

test("a key that told the vendor then tells it now, though it is not kept; where it had no say that is remarked", () => {
  const chat = recorded({ path: "/v1/chat/completions", body: body({ model: "m", messages: [] }) });

  expect(rehearse(chat, byKey, under()).now).toMatchObject({ rule: "auto: key", upstream: "mistral" });
  const other = rehearse(chat, { ...byKey, rule: "current upstream mistral" }, under());
  expect(other.now?.upstream).toBe("openai");
  expect(other.remarks).toEqual([expect.stringContaining("key is not kept")]);
});

test("a body in a format of ours says whom it is for", () => {
  const unified = recorded({ path: "/v1/chat", body: body({ provider: "mistral", model: "m", messages: [] }) });

  expect(rehearse(unified, null, under()).now).toMatchObject({ rule: "body provider mistral", from: "unified" });
});

test("what is no chat goes by the model that was written down of it", () => {
  const asked: Decision = { ...byKey, rule: "current upstream openai", asked: "mistral-embed" };
  const embeddings = recorded({ path: "/v1/embeddings", body: null });

  expect(rehearse(embeddings, asked, under()).now).toMatchObject({ asked: "mistral-embed", upstream: "mistral" });
});

test("what would be refused is told as its client would be", () => {
  const { refusal, now } = rehearse(recorded({ path: "/anything", body: null }), null, under());

  expect(now).toBeNull();
  expect(refusal).toMatchObject({ code: "upstream_undecided", hint: expect.stringContaining("x-proxy-upstream") });
});

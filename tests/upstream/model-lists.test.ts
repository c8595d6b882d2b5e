import { afterAll, afterEach, describe, expect, test } from "bun:test";
import type { Upstream } from "../../src/core/provider.ts";
import { dialects } from "../../src/dialects/index.ts";
import { providers } from "../../src/providers/index.ts";
import { createModelLists } from "../../src/upstream/model-lists.ts";
import { canaries } from "../support/canary.ts";
import { exchangeOf, stoppedClock, upstreamOf } from "../support/exchange.ts";
import { hold, read, rst, startFaultd } from "../support/faultd.ts";

type Answer = (request: Request) => Response;

const ends: (() => unknown)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A vendor that answers so and remembers who asked. */
const vendorWith = (answer: Answer) => {
  const asked: { readonly method: string; readonly url: string; readonly headers: Headers }[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request) => {
      asked.push({ method: request.method, url: request.url, headers: new Headers(request.headers) });
      return answer(request);
    },
  });
  ends.push(() => server.stop(true));
  return { origin: server.url.origin, asked };
};

const listsWith = ({ limitMs = 10_000, clock = stoppedClock() } = {}) =>
  createModelLists({
    providers,
    dialects,
    egress: () => null,
    names: { check: () => null },
    tick: clock.tick,
    limitMs,
  });

const at = (provider: string, origin: string, more: Partial<Upstream> = {}): Upstream =>
  upstreamOf(provider, { origin, isPrivate: true, key: canaries.held, ...more });

const openaiList = (...ids: readonly string[]) =>
  Response.json({ object: "list", data: ids.map((id) => ({ id, object: "model", created: 1, owned_by: "v" })) });

const idsOf = async (list: ReturnType<ReturnType<typeof listsWith>["of"]>) =>
  (await list).models?.map(({ id }) => id) ?? (await list).trouble;

describe("what an upstream lists", () => {
  test("it is asked in its own words, with our key", async () => {
    const vendor = vendorWith(() => openaiList("a", "b"));

    expect(await idsOf(listsWith().of(at("mistral", vendor.origin)))).toEqual(["a", "b"]);

    const [request] = vendor.asked;
    expect(request?.method).toBe("GET");
    expect(new URL(request?.url ?? "").pathname).toBe("/v1/models");
    expect(request?.headers.get("authorization")).toBe(`Bearer ${canaries.held}`);
  });

  test("page after page, as large as the vendor allows", async () => {
    const vendor = vendorWith((request) => {
      const after = new URL(request.url).searchParams.get("after_id");
      const id = after === null ? "claude-a" : "claude-b";
      const data = [{ type: "model", id, display_name: id, created_at: "2026-01-01T00:00:00Z" }];
      return Response.json({ data, has_more: after === null, first_id: id, last_id: id });
    });

    expect(await idsOf(listsWith().of(at("anthropic", vendor.origin)))).toEqual(["claude-a", "claude-b"]);
    expect(vendor.asked.map(({ url }) => new URL(url).search)).toEqual([
      "?limit=1000",
      "?limit=1000&after_id=claude-a",
    ]);
    expect(vendor.asked[0]?.headers.get("anthropic-version")).toBe("2023-06-01");
  });

  test("a vendor whose pages never end is not followed for ever", async () => {
    const vendor = vendorWith(() => Response.json({ models: [{ name: "models/g" }], nextPageToken: "again" }));

    const { models } = await listsWith().of(at("google", vendor.origin));

    expect([models?.length, vendor.asked.length]).toEqual([10, 10]);
  });

  test("where one of its formats has no list the next one is asked", async () => {
    const vendor = vendorWith(({ url }) =>
      url.includes("/api/anthropic") ? new Response("no", { status: 404 }) : openaiList("glm-4.6"),
    );

    expect(await idsOf(listsWith().of(at("zai", vendor.origin)))).toEqual(["glm-4.6"]);
    expect(vendor.asked.map(({ url }) => new URL(url).pathname)).toEqual([
      "/api/anthropic/v1/models",
      "/api/coding/paas/v4/models",
    ]);
  });

  test("it is kept for five minutes, and asked once by many at a time", async () => {
    const clock = stoppedClock();
    const vendor = vendorWith(() => openaiList("a"));
    const lists = listsWith({ clock });
    const upstream = at("openai", vendor.origin);

    await Promise.all([lists.of(upstream), lists.of(upstream)]);
    clock.advance(299_000);
    await lists.of(upstream);
    expect(vendor.asked).toHaveLength(1);

    clock.advance(2000);
    await lists.of(upstream);
    expect(vendor.asked).toHaveLength(2);
  });
});

describe("an upstream that fails is no trouble for anybody else", () => {
  const vendor = startFaultd();
  afterAll(() => vendor.stop());

  test("a silent one is waited for so long and no longer", async () => {
    vendor.play(read("headers"), hold);

    expect(await listsWith({ limitMs: 50 }).of(at("openai", vendor.url))).toEqual({
      ...{ models: null, trouble: "no answer in time" },
    });
  });

  test("a broken connection, a wrong key, a page of HTML: each has its words, and no key in them", async () => {
    vendor.play(read("headers"), rst);
    const broken = await listsWith().of(at("openai", vendor.url));
    const refusing = vendorWith(() => Response.json({ error: { message: canaries.held } }, { status: 401 }));
    const html = vendorWith(() => new Response("<html>", { headers: { "content-type": "text/html" } }));
    const endless = vendorWith(() => new Response("x".repeat(9 * 1024 * 1024)));

    expect(broken.trouble).toMatch(/^Upstream "openai"/);
    expect(await idsOf(listsWith().of(at("openai", refusing.origin)))).toBe("401 to the list of models");
    expect(await idsOf(listsWith().of(at("openai", html.origin)))).toBe("its answer is no list of models");
    expect(await idsOf(listsWith().of(at("openai", endless.origin)))).toBe("its list of models is too large");
    expect(JSON.stringify(broken)).not.toContain(canaries.held);
  });

  test("it is asked again before long", async () => {
    const clock = stoppedClock();
    let isWell = false;
    const ill = vendorWith(() => (isWell ? openaiList("a") : new Response("", { status: 503 })));
    const lists = listsWith({ clock });
    const upstream = at("openai", ill.origin);

    expect(await idsOf(lists.of(upstream))).toBe("503 to the list of models");
    isWell = true;
    expect(await idsOf(lists.of(upstream))).toBe("503 to the list of models");
    clock.advance(16_000);

    expect(await idsOf(lists.of(upstream))).toEqual(["a"]);
  });
});

describe("a client's own key", () => {
  test("goes along, to its own vendor alone, and what is listed for it is kept for nobody", async () => {
    const vendor = vendorWith(() => openaiList("a"));
    const lists = listsWith();
    const upstream = at("openai", vendor.origin, { key: null });
    const exchange = exchangeOf("/v1/models", {
      method: "GET",
      headers: { authorization: `Bearer ${canaries.openai}`, "accept-encoding": "gzip", "x-proxy-label": "x" },
    });

    await lists.forClient(exchange, upstream);
    await lists.forClient(exchange, upstream);

    expect(vendor.asked.map(({ headers }) => headers.get("authorization"))).toEqual([
      `Bearer ${canaries.openai}`,
      `Bearer ${canaries.openai}`,
    ]);
    expect(vendor.asked[0]?.headers.has("x-proxy-label")).toBe(false);
    expect(vendor.asked[0]?.headers.get("accept-encoding")).toBe("identity");
    const elsewhere = await lists.forClient(exchange, at("mistral", vendor.origin, { key: null }));
    expect(elsewhere.trouble).toContain("This key belongs to OpenAI");
    expect(vendor.asked).toHaveLength(2);
  });
});

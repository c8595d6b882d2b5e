import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { launch, newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";

/** A vendor's simulator, and the bodies that reach it. */
type Seen = { readonly path: string; readonly body: Readonly<Record<string, unknown>> };

/** Two places of one vendor, each with its format, that note what they are asked before a simulator answers. */
const watched = (simulator: () => ListeningSimulator) => {
  const seen: Seen[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const text = await request.text();
      seen.push({ path: pathname, body: text === "" ? {} : JSON.parse(text) });
      return fetch(simulator().url + pathname + search, { method: "POST", headers: request.headers, body: text });
    },
  });
  return { seen, url: `http://127.0.0.1:${server.port}`, stop: () => server.stop(true) };
};

let simulator: ListeningSimulator;
let daemon: TestDaemon;
const main = watched(() => simulator);
const other = watched(() => simulator);
const zaiAnthropic = watched(() => simulator);
const zaiOpenai = watched(() => simulator);
const all = { main, other, "z.ai anthropic": zaiAnthropic, "z.ai openai": zaiOpenai };

const config = `upstream: main
routes:
- {name: pictures, when: {images: true, dialect: anthropic}, to: {upstream: other, model: sees}}
- {name: long, when: {input_tokens: {above: 2000}}, to: {upstream: other, model: long}}
- {name: tool, when: {tools: [Deploy*]}, to: {upstream: other, dialect: openai-chat}}
- {name: program, when: {client: robot, stream: true}, to: {upstream: other}}
- {name: named, when: {session: team-*}, to: {upstream: other}}
- {name: vectors, when: {path: /v1/embeddings}, to: {upstream: other}}
- {name: scaled, when: {model: scaled}, to: {upstream: other, dialect: openai-chat, scale_tokens: 2}}
- {name: glm, when: {model: glm-*}, to: {upstream: international}}
router:
  background: other,small
  think: thinks
models:
  main: {gemini-*: mapped/model, claude-old-*: claude-new}
  "*": {alias: claude-real}
zai: {thinking: on}
`;

beforeAll(async () => {
  simulator = listenSimulator();
  const home = newHome();
  writeFileSync(join(home, "config.yaml"), config, { mode: 0o600 });
  const servers = ["main", "other"].map(
    (name) => `${name}:\n  endpoint: "${all[name as "main"].url}"\n  type: simulator\n`,
  );
  const env = {
    UPSTREAM_BASE: zaiAnthropic.url,
    OPENAI_UPSTREAM_BASE: zaiOpenai.url,
    AUTOTEXT_MODEL: "glm-text",
    AUTOVISION_MODEL: "glm-9v",
  };
  daemon = await startDaemon({ home, servers: servers.join(""), env });
});
afterAll(async () => {
  await daemon.stop();
  await simulator.stop();
  for (const { stop } of Object.values(all)) await stop();
});

type Asked = { readonly path?: string; readonly body: object; readonly headers?: Readonly<Record<string, string>> };

/** Who was asked, at which path and for which model, and what the client was told of it. */
const asked = async ({ path = "/v1/messages", body, headers = {} }: Asked) => {
  for (const { seen } of Object.values(all)) seen.length = 0;
  const answer = await fetch(daemon.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": "k", ...headers },
    body: JSON.stringify(body),
  });
  await answer.text();
  const [place] = Object.entries(all).filter(([, { seen }]) => seen.length > 0);
  const [got] = place?.[1].seen ?? [];
  return {
    status: answer.status,
    by: place?.[0],
    path: got?.path,
    model: got?.body["model"],
    body: got?.body,
    told: answer.headers.get("x-proxy-decision"),
  };
};

const message = (more: object = {}, content: unknown = "hi") => ({
  model: "claude-sonnet-4-5",
  max_tokens: 100,
  messages: [{ role: "user", content }],
  ...more,
});

const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } };
const call = { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "Look", input: {} }] };
const result = { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: [image] }] };

describe("rules send requests by what is in them", () => {
  test("an image, also one that a tool gave", async () => {
    const nested = message({ messages: [{ role: "user", content: "hi" }, call, result] });

    expect(await asked({ body: message({}, [image]) })).toMatchObject({ by: "other", model: "sees", status: 200 });
    expect(await asked({ body: nested })).toMatchObject({ by: "other", model: "sees" });
  });

  test("a long prompt", async () => {
    const { told, ...got } = await asked({ body: message({}, "many words of a long prompt ".repeat(600)) });

    expect(got).toMatchObject({ by: "other", model: "long", path: "/v1/messages" });
    expect(told).toBe("rule=routes[1] long; upstream=other; format=anthropic; model=claude-sonnet-4-5>long");
  });

  test("a tool, in another format", async () => {
    const tools = [{ name: "DeployAll", description: "d", input_schema: { type: "object", properties: {} } }];

    expect(await asked({ body: message({ tools }) })).toMatchObject({
      by: "other",
      path: "/v1/chat/completions",
      model: "claude-sonnet-4-5",
      told: "rule=routes[2] tool; upstream=other; format=anthropic>openai-chat; model=claude-sonnet-4-5",
    });
  });

  test("a program that streams, a conversation by its name, a path that is no chat", async () => {
    const robot = { "user-agent": "robot/1" };

    expect(await asked({ body: message({ stream: true }), headers: robot })).toMatchObject({ by: "other" });
    expect(await asked({ body: message(), headers: { "x-proxy-session": "team-7" } })).toMatchObject({ by: "other" });
    expect(await asked({ path: "/v1/embeddings", body: { model: "e", input: "x" } })).toMatchObject({ by: "other" });
  });

  test("a small model that the client picks by itself, and a request for thoughts", async () => {
    const thinking = { type: "enabled", budget_tokens: 1024 };

    expect(await asked({ body: message({ model: "claude-haiku-4-5" }) })).toMatchObject({
      by: "other",
      model: "small",
    });
    expect(await asked({ body: message({ thinking, max_tokens: 2000 }) })).toMatchObject({
      by: "main",
      model: "thinks",
    });
  });

  test("and nothing else: what no rule is for goes to the current upstream, byte for byte", async () => {
    const got = await asked({ body: message() });

    expect(got).toMatchObject({ by: "main", body: message() });
    expect(got.told).toBe("rule=current upstream main; upstream=main; format=anthropic; model=claude-sonnet-4-5");
  });

  test("a header is stronger than any rule", async () => {
    const got = await asked({ body: message({}, [image]), headers: { "x-proxy-upstream": "main" } });

    expect(got).toMatchObject({ by: "main", model: "claude-sonnet-4-5" });
  });
});

describe("models have other names elsewhere", () => {
  test("by the map of the upstream, then by that of all", async () => {
    expect(await asked({ body: message({ model: "claude-old-3" }) })).toMatchObject({
      by: "main",
      model: "claude-new",
    });
    expect(await asked({ body: message({ model: "alias" }) })).toMatchObject({ by: "main", model: "claude-real" });
  });

  test("in the path, where the format has it there", async () => {
    const body = { contents: [{ role: "user", parts: [{ text: "hi" }] }] };

    expect(await asked({ path: "/v1beta/models/gemini-x:generateContent", body })).toMatchObject({
      by: "main",
      path: "/v1beta/models/mapped%2Fmodel:generateContent",
    });
  });

  test("an ending of the name chooses the format", async () => {
    expect(await asked({ body: message({ model: "claude-x-openai" }) })).toMatchObject({
      by: "main",
      path: "/v1/chat/completions",
      model: "claude-x",
    });
  });
});

describe("Z2, Z4, Z12: z.ai by the variables of old", () => {
  const chat = { path: "/v1/chat/completions", headers: { authorization: "Bearer k" } };

  test("text goes to the endpoint of the client's own format", async () => {
    expect(await asked({ body: message({ model: "glm-4.6" }) })).toMatchObject({
      by: "z.ai anthropic",
      model: "glm-4.6",
    });
    expect(await asked({ ...chat, body: message({ model: "glm-4.6" }) })).toMatchObject({
      by: "z.ai openai",
      model: "glm-4.6",
    });
  });

  test("images go to the OpenAI endpoint and to the model that sees", async () => {
    const got = await asked({
      body: message({ model: "glm-4.6" }, [image]),
      headers: { "x-proxy-upstream": "international" },
    });

    expect(got).toMatchObject({ by: "z.ai openai", path: "/api/coding/paas/v4/chat/completions", model: "glm-9v" });
  });

  test("endings force the format, and images are seen all the same", async () => {
    expect(await asked({ body: message({ model: "glm-4.6-openai" }) })).toMatchObject({
      by: "z.ai openai",
      model: "glm-4.6",
    });
    expect(await asked({ ...chat, body: message({ model: "glm-4.6-anthropic" }) })).toMatchObject({
      by: "z.ai anthropic",
      model: "glm-4.6",
    });
  });

  test("another vendor's model becomes the text model", async () => {
    const headers = { "x-proxy-upstream": "international" };

    expect(await asked({ body: message(), headers })).toMatchObject({ by: "z.ai anthropic", model: "glm-text" });
  });

  test("models think at the OpenAI endpoint, unless the client says otherwise", async () => {
    const thinkingIn = async (more: object) =>
      (await asked({ ...chat, body: message({ model: "glm-4.6", ...more }) })).body?.["thinking"];

    expect(await thinkingIn({})).toEqual({ type: "enabled" });
    expect(await thinkingIn({ thinking: { type: "disabled" } })).toEqual({ type: "disabled" });
  });

  test("they think too when the request comes in another format, and a client that says off stays off", async () => {
    const thinkingIn = async (more: object) => {
      const { by, body } = await asked({ body: message({ model: "glm-4.6-openai", max_tokens: 4000, ...more }) });
      return { by, thinking: body?.["thinking"] };
    };

    expect(await thinkingIn({})).toEqual({ by: "z.ai openai", thinking: { type: "enabled" } });
    expect(await thinkingIn({ max_tokens: 100 })).toEqual({ by: "z.ai openai", thinking: { type: "enabled" } });
    const off = { thinking: { type: "disabled" } };
    expect(await thinkingIn(off)).toEqual({ by: "z.ai openai", ...off });
  });

  test("its Anthropic endpoint gets what the client says, and nothing of the setting", async () => {
    const thinkingIn = async (more: object) =>
      (await asked({ body: message({ model: "glm-4.6", max_tokens: 4000, ...more }) })).body?.["thinking"];

    expect(await thinkingIn({})).toBeUndefined();
    expect(await thinkingIn({ thinking: { type: "disabled" } })).toEqual({ type: "disabled" });
  });
});

test("Z5: told input tokens are scaled where a rule says so, the real ones are in a header and in the ledger", async () => {
  const ask = async (stream: boolean): Promise<Response> =>
    fetch(`${daemon.url}/v1/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": "k", "x-proxy-session": "scaling" },
      body: JSON.stringify(message({ model: "scaled", stream })),
    });

  const whole = await ask(false);
  const streamed = await (await ask(true)).text();

  const real = Number(whole.headers.get("x-proxy-input-tokens"));
  expect(real).toBeGreaterThan(0);
  expect(await whole.json()).toMatchObject({ usage: { input_tokens: 2 * real } });
  expect(streamed).toContain(`"input_tokens":${2 * real}`);
  const rows = (await daemon.rows()).filter(({ model }) => model === "scaled");
  expect(rows.map(({ inputTokens }) => inputTokens)).toEqual([real, real]);
});

test("what is wrong in the rules is told with its line before the daemon starts, with what was meant and what to do", async () => {
  const home = newHome();
  writeFileSync(join(home, "config.yaml"), "routes:\n- when: {modle: x}\n  to: {upstream: opnai}\n", { mode: 0o600 });

  const { report, process } = await launch(home);
  await process.exited;

  expect(report).toMatchObject({ type: "failed", code: "config_invalid" });
  expect(JSON.stringify(report)).toContain('routes.0.when.modle  unknown key, did you mean \\"model\\"?');
});

import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Anthropic from "@anthropic-ai/sdk";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { canaries } from "../support/canary.ts";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { startFaultd } from "../support/faultd.ts";
import { until } from "../support/wait.ts";

const config = `fallbacks:
  - { when: { upstream: dead }, to: [other, alive] }
  - { when: { upstream: dead-too }, to: [keyed] }
  - { when: { upstream: coming }, to: [alive] }
breaker: { failures: 0 }
`;

let vendor: ListeningSimulator;
let daemon: TestDaemon;
const dead = startFaultd();
/** Nobody listens here yet. */
const later = startFaultd();
beforeAll(async () => {
  dead.stop();
  later.stop();
  vendor = listenSimulator({ now: () => 1_800_000_000_000 });
  const home = newHome();
  writeFileSync(join(home, "config.yaml"), config, { mode: 0o600 });
  const servers = [
    `dead:\n  endpoint: ${dead.url}\n  type: anthropic\n`,
    `dead-too:\n  endpoint: ${dead.url}\n  type: anthropic\n`,
    `coming:\n  endpoint: ${later.url}\n  type: anthropic\n`,
    `keyed:\n  endpoint: ${vendor.url}\n  type: openai\n  api_key: ${canaries.held}\n`,
    `other:\n  endpoint: ${vendor.url}\n  type: openai\n  prices_of: openai\n`,
    `alive:\n  endpoint: ${vendor.url}\n  type: simulator\n`,
  ];
  daemon = await startDaemon({
    home,
    servers: servers.join(""),
    flags: { upstream: "dead", "server.loopback_without_token": "true" },
  });
});
afterAll(async () => {
  const leaks = await daemon.leaks();
  await daemon.stop();
  await vendor.stop();
  expect(leaks).toEqual([]);
});

const claude = () => new Anthropic({ apiKey: canaries.anthropic, baseURL: daemon.url, maxRetries: 0 });
const ask = (text: string, headers: Record<string, string> = {}) =>
  claude().messages.create(
    { model: "claude-sonnet-4-6", max_tokens: 50, messages: [{ role: "user", content: `echo: ${text}` }] },
    { headers },
  );
const textOf = ({ content }: Anthropic.Message): string =>
  content.map((one) => (one.type === "text" ? one.text : "")).join("");

test("U-38: behind a dead upstream a program sees no error, whether its answers are whole or streamed", async () => {
  for (let turn = 0; turn < 10; turn++) expect(textOf(await ask(`turn ${turn}`))).toBe(`turn ${turn}`);
  const stream = claude().messages.stream({
    ...{ model: "claude-sonnet-4-6", max_tokens: 50 },
    messages: [{ role: "user", content: "echo: streamed" }],
  });

  expect(textOf(await stream.finalMessage())).toBe("streamed");
  const rows = await until("all are booked", async () => {
    const found = await daemon.rows();
    return found.length >= 11 && found;
  });
  expect(
    rows.every(({ outcome, upstream, attempts }) => outcome === "--" && upstream === "alive" && attempts === 2),
  ).toBe(true);
});

test("S-38: the key of one vendor goes to no other, and why says so", async () => {
  vendor.log.clear();
  const { request_id } = await claude()
    .messages.create({ model: "claude-sonnet-4-6", max_tokens: 5, messages: [{ role: "user", content: "echo: hi" }] })
    .withResponse()
    .then(({ response }) => ({ request_id: response.headers.get("x-proxy-request-id") ?? "" }));

  const detail = await until("it has ended", async () => {
    const found = await daemon.control.request({ id: request_id });
    return found?.summary != null && found;
  });
  const why = detail.routed.decision?.steps.map((step) => `${step.rule}: ${step.why}`);
  expect(why).toContain("fallbacks[0] other: the client's key is not known to be of OpenAI");
  expect(detail.routed.tries).toMatchObject([{ upstream: "dead", what: "failed", reason: "refused" }]);
  const paths = vendor.log.entries().map(({ path }) => path);
  expect(paths).toEqual(["/v1/messages"]); // and nothing in the other's format
});

test("S-38: a fallback that has a key of its own is asked with that, in its own format, and the client's stays here", async () => {
  vendor.log.clear();
  const { data, response } = await ask("crossed over", { "x-proxy-upstream": "dead-too" }).withResponse();

  expect(textOf(data)).toBe("crossed over");
  expect(response.headers.get("x-proxy-attempts")).toBe("dead-too refused, keyed");
  expect(response.headers.get("x-proxy-decision")).toContain("format=anthropic>openai-chat");
  const [sent] = vendor.log.entries();
  expect(sent?.path).toBe("/v1/chat/completions");
  expect(JSON.stringify(sent)).not.toContain(canaries.anthropic.slice(0, 20));
});

test("a conversation that has gone elsewhere stays there though its own place is back, and why says since when", async () => {
  const headers = { "x-proxy-session": "stays-together", "x-proxy-upstream": "coming" };
  const says = async (text: string) => {
    const { response } = await claude()
      .messages.create(
        { model: "claude-sonnet-4-6", max_tokens: 50, messages: [{ role: "user", content: `echo: ${text}` }] },
        { headers },
      )
      .withResponse();
    await until("it is booked", async () => {
      const id = response.headers.get("x-proxy-request-id") ?? "";
      return (await daemon.control.request({ id }))?.summary != null;
    });
    return response;
  };
  expect((await says("one")).headers.get("x-proxy-attempts")).toBe("coming refused, alive");

  const back = listenSimulator({ now: () => 1_800_000_000_000, port: later.port });
  const second = await says("two");
  await back.stop();

  expect(second.headers.get("x-proxy-upstream")).toBe("alive");
  expect(second.headers.get("x-proxy-attempts")).toBeNull();
  const detail = await daemon.control.request({ id: second.headers.get("x-proxy-request-id") ?? "" });
  expect(detail?.routed.decision?.steps.at(-1)?.why).toMatch(/^stays at alive since \d\d:\d\d, back when its cache/);
});

import { afterAll, beforeAll, expect, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { pathsUnder } from "../../src/config/paths.ts";
import { type Client, connectTo } from "../../src/control/client.ts";
import type { RequestSummary } from "../../src/core/notice.ts";
import { Daemon } from "../../src/daemon.ts";
import type { JsonObject } from "../../src/lib/json.ts";
import { noOrders } from "../../src/lifecycle/orders.ts";
import { listenSimulator } from "../../src/simulator/listen.ts";
import { scratchFolder } from "../support/scratch.ts";
import { until } from "../support/wait.ts";

/** One clock for the daemon and its vendors, which only goes on when it is told to; the vendors' may be ahead of it. */
let [now, ahead] = [1_800_000_000_000, 0];
const vendorClock = { now: () => now + ahead };
const [here, there] = [listenSimulator(vendorClock), listenSimulator(vendorClock)];
let daemon: Daemon;
let control: Client;

beforeAll(() => {
  const home = scratchFolder();
  chmodSync(home, 0o700);
  const paths = pathsUnder(home);
  const vendor = (url: string): string => `\n  endpoint: ${url}\n  type: simulator\n`;
  writeFileSync(paths.servers, `here:${vendor(here.url)}there:${vendor(there.url)}`, { mode: 0o600 });
  daemon = new Daemon({
    paths,
    orders: { ...noOrders, flags: { "server.port": "0", upstream: "here" } },
    env: {},
    ignoredVariables: [],
    clock: { now: () => now, tick: () => performance.now() },
    version: "1.2.3",
    pid: process.pid,
    uid: null,
    predecessor: null,
    platform: process.platform,
    isAlive: () => true,
    rssBytes: () => 0,
    machine: { name: "here", openFiles: () => 0, maxOpenFiles: null, memoryLimitBytes: null, keptWaitingMs: () => 0 },
    onStopped: () => undefined,
    warn: () => undefined,
  });
  control = connectTo(paths.socket);
});

afterAll(async () => {
  await daemon.stop(0, "the test is over");
  await Promise.all([here.stop(), there.stop()]);
});

/** Words that nobody has said before, so that no two conversations share a cache; always as many tokens. */
const words = (count: number, salt: string): string => `${salt} ${"lorem ipsum dolor sit amet ".repeat(count / 5)}`;
const mark = (block: JsonObject, ttl: "5m" | "1h" = "5m"): JsonObject => ({
  ...block,
  cache_control: { type: "ephemeral", ttl },
});
const text = (said: string): JsonObject => ({ type: "text", text: said });
const user = (...content: JsonObject[]): JsonObject => ({ role: "user", content });
const assistant = (said: string): JsonObject => ({ role: "assistant", content: [text(said)] });
const tool = (name: string): JsonObject => ({
  name,
  description: `What ${name} does.`,
  input_schema: { type: "object", properties: {} },
});

type Body = JsonObject;
const claude = (salt: string, body: JsonObject = {}): Body => ({
  model: "claude-sonnet-4-6",
  max_tokens: 50,
  tool_choice: { type: "none" },
  tools: [tool("read"), tool("write")],
  system: [text(words(2500, salt)), mark(text("You help. It is 10:04:31."))],
  messages: [user(mark(text(words(2500, "one"))))],
  ...body,
});
/** The turn after it, with this said last. */
const next = (salt: string, body: JsonObject = {}, ...said: JsonObject[]): Body =>
  claude(salt, {
    messages: [
      user(text(words(2500, "one"))),
      assistant("fine"),
      user(...said, mark(text(words(500, "two say 3 words")))),
    ],
    ...body,
  });

const send = async (to: string, body: Body, path = "/v1/messages"): Promise<void> => {
  const [name] = /\bs[a-z]{2}\b/.exec(JSON.stringify(body)) ?? [""];
  const response = await fetch(to + path, {
    method: "POST",
    headers: {
      "x-api-key": "sk-ant-simulated-key-0000",
      authorization: "Bearer sk-simulated-key-0000000000",
      "anthropic-version": "2023-06-01",
      "content-type": "application/json",
      "x-session-id": name,
    },
    body: JSON.stringify(body),
  });
  expect([response.status, await response.text()]).toMatchObject([200, expect.any(String)]);
};

const billed = async (): Promise<number> => {
  const bills = await Promise.all([here, there].map(async ({ url }) => (await fetch(`${url}/_sim/bill`)).json()));
  return (bills as { total: { costMicros: number } }[]).reduce((sum, { total }) => sum + total.costMicros, 0);
};

/** Sends the turns over the daemon, and gives what is told of the last one and what the vendor bills for it. */
const live = async (turns: readonly Body[], { before = later(0), path = "/v1/messages" }: Way = {}) => {
  for (const turn of turns.slice(0, -1)) await send(daemon.url, turn, path);
  await until("its answer has ended", async () => (await control.status({})).inFlight === 0);
  await before();
  const bill = await billed();
  await send(daemon.url, turns.at(-1) ?? {}, path);
  await until("its answer has ended", async () => (await control.status({})).inFlight === 0);
  const [told] = await control.recent({ limit: 1 });
  return { told: told as RequestSummary, cost: (await billed()) - bill };
};
type Way = { readonly before?: () => Promise<void>; readonly path?: string };

const chat = (salt: string, time: string, ...more: JsonObject[]): Body => ({
  model: "gpt-5.4",
  messages: [
    { role: "system", content: `${words(1500, salt)} It is ${time}.` },
    { role: "user", content: words(1500, "one") },
    ...more,
  ],
});
const goesOn = [
  { role: "assistant", content: "fine" },
  { role: "user", content: "say 3 words" },
];

/** What a client does, and what it would have done: the same tokens, and no break. */
type Scenario = {
  readonly why: string;
  readonly turns: (salt: string) => readonly [Body, Body];
  readonly instead: (salt: string) => readonly [Body, Body];
  readonly way?: Way;
  readonly insteadWay?: (salt: string) => Way;
};

const other = { system: (salt: string) => [text(words(2500, salt)), mark(text("You help. It is 10:09:12."))] };
const first = [user(mark(text(words(2500, "one"))))];
const edited = (word: string, salt: string): Body =>
  next(salt, {
    messages: [
      user(text(`${word} ${words(50, "zero")}`), text(words(2500, "one"))),
      assistant("fine"),
      user(mark(text(words(500, "two say 3 words")))),
    ],
  });
const before = (salt: string): Body =>
  claude(salt, { messages: [user(text(`alpha ${words(50, "zero")}`), mark(text(words(2500, "one"))))] });
const small = (salt: string, ...more: JsonObject[]): Body =>
  claude(salt, { system: [text("You help.")], messages: [user(mark(text(words(600, salt)))), ...more] });
const long = Array.from({ length: 25 }, (_, index) => text(`block ${index}`));
const far = (salt: string, isMarked: boolean): Body => ({
  ...next(salt, {}),
  system: [text(words(2500, salt))],
  messages: [
    user(isMarked ? mark(text(words(2500, "one"))) : text(words(2500, "one"))),
    assistant("fine"),
    user(...long, mark(text("say 3 words"))),
  ],
});
const bare = (salt: string): Body => claude(salt, { system: [text(words(2500, salt))] });
const anHour = (salt: string, time: string, messages: JsonObject[]): Body =>
  claude(salt, { system: [text(words(2500, salt)), mark(text(`It is ${time}.`), "1h")], messages });
const later = (ms: number) => async (): Promise<void> => {
  now += ms;
};

const scenarios: readonly Scenario[] = [
  {
    why: "system block 2 changed: a timestamp",
    turns: (salt) => [claude(salt), next(salt, { system: other.system(salt) })],
    instead: (salt) => [claude(salt), next(salt)],
  },
  {
    why: "system block 2 changed: a timestamp",
    turns: (salt) => [
      anHour(salt, "10:04:31", first),
      anHour(salt, "10:09:12", next(salt)["messages"] as JsonObject[]),
    ],
    instead: (salt) => [
      anHour(salt, "10:04:31", first),
      anHour(salt, "10:04:31", next(salt)["messages"] as JsonObject[]),
    ],
  },
  {
    why: "tools[2] added",
    turns: (salt) => [claude(salt), next(salt, { tools: [tool("read"), tool("write"), tool("run")] })],
    instead: (salt) => [claude(salt), next(salt, {}, text(JSON.stringify(tool("run"))))],
  },
  {
    why: "tools reordered",
    turns: (salt) => [claude(salt), next(salt, { tools: [tool("write"), tool("read")] })],
    instead: (salt) => [claude(salt), next(salt)],
  },
  {
    why: "messages[0] edited by the client",
    turns: (salt) => [before(salt), edited("bravo", salt)],
    instead: (salt) => [before(salt), edited("alpha", salt)],
  },
  {
    why: "cache_control moved",
    turns: (salt) => [bare(salt), far(salt, false)],
    instead: (salt) => [bare(salt), far(salt, true)],
  },
  {
    why: "idle 6m12s, TTL 5m",
    turns: (salt) => [claude(salt), next(salt)],
    instead: (salt) => [claude(salt), next(salt)],
    way: { before: later(372_000) },
  },
  {
    why: "nothing changed, and the vendor did not read it after 0s",
    turns: (salt) => [claude(salt), next(salt)],
    instead: (salt) => [claude(salt), next(salt)],
    way: {
      before: async () => {
        ahead += 600_000; // the vendor forgot it, whatever it says of its cache
      },
    },
  },
  {
    why: "model changed from claude-sonnet-4-6 to claude-opus-4-6",
    turns: (salt) => [claude(salt), next(salt, { model: "claude-opus-4-6" })],
    instead: (salt) => [claude(salt), next(salt, { model: "claude-opus-4-6" })],
    insteadWay: (salt) => ({ before: () => send(here.url, claude(salt, { model: "claude-opus-4-6" })) }),
  },
  {
    why: "upstream switched from here to there",
    turns: (salt) => [claude(salt), next(salt)],
    instead: (salt) => [claude(salt), next(salt)],
    way: { before: () => moveTo("there") },
    insteadWay: (salt) => ({
      before: async () => {
        await send(there.url, claude(salt));
        await moveTo("there");
      },
    }),
  },
  {
    why: "below the vendor's minimum: a prompt of",
    turns: (salt) => [small(salt), small(salt, assistant("fine"), user(mark(text("say 3 words"))))],
    instead: (salt) => [small(salt), small(salt, assistant("fine"), user(text("say 3 words")))],
  },
  {
    why: "changed: a timestamp",
    turns: (salt) => [chat(salt, "10:04:31"), chat(salt, "10:09:12", ...goesOn)],
    instead: (salt) => [chat(salt, "10:04:31"), chat(salt, "10:04:31", ...goesOn)],
    way: { path: "/v1/chat/completions" },
    insteadWay: () => ({ path: "/v1/chat/completions" }),
  },
];

const moveTo = async (upstream: string): Promise<void> => {
  await control.switchUpstream({ name: upstream, force: true, dryRun: false });
};

let salts = 0;
const newSalt = (): string => `s${String.fromCharCode(97 + (salts++ % 26), 97 + Math.floor(salts / 26))}`;

for (const { why, turns, instead, way, insteadWay } of scenarios) {
  test(`X-13 a lost cache is told and priced to the micro-dollar: ${why}`, async () => {
    await moveTo("here");
    const [left, right] = [newSalt(), newSalt()];

    const broken = await live(turns(left), way);
    await moveTo("here");
    const whole = await live(instead(right), insteadWay?.(right));

    expect(broken.told.cacheBreak ?? "").toContain(why);
    expect(broken.told.cacheBreakMicros).toBe(broken.cost - whole.cost);
    expect([broken.told.costMicros, whole.told.costMicros]).toEqual([broken.cost, whole.cost]);
  });
}

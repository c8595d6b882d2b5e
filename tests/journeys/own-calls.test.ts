import { afterEach, expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { canaries } from "../support/canary.ts";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { pngOf } from "../support/pictures.ts";
import { until } from "../support/wait.ts";
import { type Arrived, type WatchedSimulator, watchSimulator } from "../support/watched-simulator.ts";

let daemon: TestDaemon | null = null;
const vendors: WatchedSimulator[] = [];
afterEach(async () => {
  await daemon?.stop();
  daemon = null;
  for (const vendor of vendors.splice(0)) await vendor.stop();
});

const shown = pngOf(1280, 720, 7);
const image = { type: "image", source: { type: "base64", media_type: "image/png", data: shown } };
const user = (...content: readonly object[]) => ({ role: "user", content });
const says = (text: string) => ({ type: "text", text });
const model = (text: string) => ({ role: "assistant", content: [says(text)] });

/** A person shows an image and goes on for so many turns. */
const talk = (turns: number): readonly object[] => [
  user(says("What is wrong here?"), image),
  ...Array.from({ length: turns }, (_, at) => [model("Done."), user(says(`Go on with step ${at}.`))]).flat(),
];

const start = async (home: string, eyesKey: string | null): Promise<TestDaemon> => {
  const [chat, eyes] = vendors;
  daemon = await startDaemon({
    home,
    servers: `chat:
  type: anthropic
  endpoint: ${chat?.url}
eyes:
  type: anthropic
  endpoint: ${eyes?.url}
${eyesKey === null ? "" : `  api_key: ${eyesKey}\n`}`,
    flags: {
      upstream: "chat",
      "memory.mode": "balanced",
      "memory.budget_ms": "2000",
      "memory.vision.upstream": "eyes",
      "memory.vision.model": "claude-haiku-4-5",
    },
  });
  return daemon;
};

const send = async ({ url }: TestDaemon, messages: readonly object[]): Promise<Arrived> => {
  const before = vendors[0]?.arrived.length ?? 0;
  const answer = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": canaries.anthropic, "anthropic-version": "2023-06-01" },
    body: JSON.stringify({ model: "claude-sonnet-5", max_tokens: 64, messages }),
  });
  await answer.text();
  const arrived = vendors[0]?.arrived[before];
  if (arrived === undefined) throw new Error("Nothing has arrived.");
  return arrived;
};

const describedIn = (home: string): readonly string[] =>
  existsSync(join(home, "answers")) ? readdirSync(join(home, "answers")).filter((name) => name.endsWith(".txt")) : [];

const messagesOf = ({ body }: Arrived): readonly unknown[] => body["messages"] as readonly unknown[];

test("Z8: an old image becomes a line that says what is on it, looked at with a key of ours, and stays that through a restart", async () => {
  vendors.push(watchSimulator(), watchSimulator());
  const home = newHome();
  const first = await start(home, canaries.held);

  const untouched = await send(first, talk(0));
  expect(untouched.text).toContain(shown);
  await until("the image is described", () => describedIn(home).length === 1);
  const later = await send(first, talk(3));

  expect(JSON.stringify(messagesOf(later)[0])).toContain("[image #1 1280x720 ");
  expect(later.text).not.toContain(shown);
  expect(later.text).toContain("What is wrong here?");
  const own = (await first.rows()).filter(({ client }) => client === "proxy-cli");
  expect(own).toMatchObject([{ upstream: "eyes", model: "claude-haiku-4-5", outcome: "--", status: 200 }]);
  expect(vendors[1]?.arrived.map(({ headers }) => headers["x-api-key"])).toEqual([canaries.held]);
  expect(vendors[1]?.arrived[0]?.text).not.toContain("What is wrong");

  first.signal("SIGTERM");
  await first.exited;
  const second = await start(home, canaries.held);
  const after = await send(second, talk(4));
  expect(messagesOf(after).slice(0, messagesOf(later).length)).toEqual([...messagesOf(later)]);
  expect(vendors.flatMap(({ arrived }) => arrived.filter(({ status }) => status >= 400))).toEqual([]);
  expect(await second.leaks()).toEqual([]);
});

test("a client's key pays for no question of ours: without a key of the daemon's own nothing is asked, and the image stays", async () => {
  vendors.push(watchSimulator(), watchSimulator());
  const here = await start(newHome(), null);

  for (const turns of [0, 3, 4]) expect((await send(here, talk(turns))).text).toContain(shown);

  expect(vendors[1]?.arrived).toEqual([]);
  expect((await here.rows()).filter(({ client }) => client === "proxy-cli")).toEqual([]);
  expect(readdirSync(here.home)).not.toContain("answers");
});

import { afterEach, expect, test } from "bun:test";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measure } from "../../src/meter/tokens/measure.ts";
import { canaries } from "../support/canary.ts";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { until } from "../support/wait.ts";
import { type Arrived, type WatchedSimulator, watchSimulator } from "../support/watched-simulator.ts";

let daemon: TestDaemon | null = null;
const vendors: WatchedSimulator[] = [];
afterEach(async () => {
  await daemon?.stop();
  daemon = null;
  for (const vendor of vendors.splice(0)) await vendor.stop();
});

const file = (at: number): string =>
  Array.from(
    { length: 240 },
    (_, line) => `export const part${at}x${line} = combine(${at * line}, "word${line * 7}");`,
  ).join("\n");

const asked = { role: "user", content: "Please find the fault in these files." };
const read = (...files: readonly number[]): readonly object[] => [
  {
    role: "assistant",
    content: files.map((at) => ({
      type: "tool_use",
      id: `c${at}`,
      name: "Read",
      input: { file_path: `src/f${at}.ts` },
    })),
  },
  { role: "user", content: files.map((at) => ({ type: "tool_result", tool_use_id: `c${at}`, content: file(at) })) },
];

const send = async (messages: readonly object[]): Promise<Arrived> => {
  const before = vendors[0]?.arrived.length ?? 0;
  const tools = [{ name: "Read", input_schema: { type: "object", properties: {} } }];
  const answer = await fetch(`${daemon?.url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": canaries.anthropic, "anthropic-version": "2023-06-01" },
    body: JSON.stringify({ model: "claude-tiny", max_tokens: 64, tools, messages }),
  });
  await answer.text();
  const arrived = vendors[0]?.arrived[before];
  if (arrived === undefined) throw new Error("Nothing has arrived.");
  return arrived;
};

const answersIn = (home: string): readonly string[] =>
  existsSync(join(home, "answers")) ? readdirSync(join(home, "answers")).filter((name) => name.endsWith(".txt")) : [];

test("Z7: when a conversation has almost filled its window a model has condensed it already, and no request has waited for that", async () => {
  vendors.push(watchSimulator(), watchSimulator());
  const [chat, other] = vendors;
  const home = newHome();
  const window = Math.ceil((measure(file(1)) * 6) / 0.88);
  writeFileSync(join(home, "models.yaml"), `anthropic:\n  claude-tiny: { window: ${window} }\n`, { mode: 0o600 });
  daemon = await startDaemon({
    home,
    servers: `chat:
  type: anthropic
  endpoint: ${chat?.url}
  prices_of: anthropic
short:
  type: anthropic
  endpoint: ${other?.url}
  api_key: ${canaries.held}
`,
    flags: {
      upstream: "chat",
      "memory.mode": "balanced",
      "memory.budget_ms": "2000",
      "memory.condense.strategy": "summary",
      "memory.condense.upstream": "short",
      "memory.condense.model": "claude-haiku-4-5",
    },
  });
  const six = [asked, ...[1, 2, 3, 4, 5, 6].flatMap((at) => read(at))];

  expect((await send(six)).text).toContain("part1x5 ");
  await until("the summary is there", () => answersIn(home).length === 1);
  const full = [...six, ...read(7, 8)];
  const later = await send(full);

  expect(later.text).toContain("made by a model");
  expect(later.text).toContain("Please find the fault");
  expect(later.text).not.toContain("part1x5 ");
  expect(later.text).toContain("part8x239 ");
  const next = await send([...full, { role: "assistant", content: "I see." }, { role: "user", content: "Go on." }]);
  const messagesOf = ({ body }: Arrived) => body["messages"] as readonly unknown[];
  expect(messagesOf(next).slice(0, messagesOf(later).length)).toEqual([...messagesOf(later)]);
  expect(other?.arrived.map(({ headers }) => headers["x-api-key"])).toEqual([canaries.held]);
  expect(vendors.flatMap(({ arrived }) => arrived.filter(({ status }) => status >= 400))).toEqual([]);
  expect((await daemon.rows()).filter(({ client }) => client === "proxy-cli").length).toBe(1);
});

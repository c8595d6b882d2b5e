import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { type EditingMode, editingModes } from "../../src/core/memory.ts";
import { newHome } from "../support/daemon.ts";
import { synthesised } from "../support/synthesised.ts";
import { type Format, heldThrough, type Talk } from "../support/synthesised-client.ts";
import { startVendorsApart, type VendorApart, type Vendors, vendorsApart } from "../support/vendors-apart.ts";

/** Models that are tried as models with little room. */
const smallWindows = `anthropic:
  "claude-sonnet-4-5": { window: 40000 }
openai:
  "gpt-5-codex": { window: 40000 }
google:
  "gemini-2.5-pro": { window: 40000 }
`;

const started = async (flags: Readonly<Record<string, string>>): Promise<Vendors> => {
  const home = newHome();
  await Bun.write(join(home, "models.yaml"), smallWindows);
  return startVendorsApart({
    ...{ home, preload: join(import.meta.dir, "../support/later.ts") },
    flags: { "memory.budget_ms": "10000", "sessions.ttl_seconds": "86400", ...flags },
  });
};

let [usual, dropping]: Vendors[] = [];
beforeAll(async () => {
  [usual, dropping] = await Promise.all([started({}), started({ "memory.thinking_binding": "drop_block" })]);
});
afterAll(async () => {
  await usual?.stop();
  await dropping?.stop();
});

const models = {
  anthropic: ["claude-sonnet-5-5", "claude-opus-5"],
  "openai-chat": ["gpt-5.1", "gpt-5-codex"],
  "openai-responses": ["gpt-5.1", "gpt-5-codex"],
  gemini: ["gemini-2.5-pro", "gemini-3-pro-preview"],
} as const satisfies Readonly<Record<Format, readonly string[]>>;
const formats = ["anthropic", "openai-chat", "openai-responses", "gemini"] as const satisfies readonly Format[];
const homeOf: Readonly<Record<Format, VendorApart>> = {
  anthropic: vendorsApart.anthropic,
  "openai-chat": vendorsApart.chat,
  "openai-responses": vendorsApart.responses,
  gemini: vendorsApart.gemini,
};

type Held = Pick<Talk, "client" | "vendor" | "models"> & {
  readonly seed: number;
  readonly answers: number;
  readonly mode: EditingMode;
};

/** How far the clocks of each daemon are ahead. */
const clocks = new Map<Vendors, { ms: number }>();

/** Holds a conversation, and tells what came of it, and in which of its requests what had gone out was changed. */
const held = async (vendors: Vendors | undefined, { seed, answers, mode, ...talk }: Held) => {
  if (vendors === undefined) throw new Error("There is no daemon.");
  const clock = clocks.get(vendors) ?? { ms: 0 };
  clocks.set(vendors, clock);
  const salt = `${talk.client} to ${talk.vendor.upstream}, ${mode} ${seed} ${talk.models[0]}`;
  const headers = { "x-proxy-memory": mode, "x-proxy-session": salt };
  const heard = await heldThrough(vendors, { ...talk, headers, salt, rounds: synthesised({ seed, answers }) }, clock);
  const rows = (await vendors.daemon.rows()).filter(({ id }) => heard.ids.includes(id));
  const batches = rows.flatMap(({ id, prefixBreak }) => (isBatch(prefixBreak) ? id : []));
  return {
    batches,
    flaws: heard.flaws,
    edited: rows.filter(({ memoryEdits }) => memoryEdits > 0).length,
    /** Changed without a word, as the vendor sees it and as the daemon does. */
    undeclared: [
      ...heard.changed.filter((id) => !batches.includes(id)),
      ...rows.flatMap(({ id, prefixBreak }) => (prefixBreak === "undeclared" ? id : [])),
    ],
    unchanged: batches.filter((id) => !heard.changed.includes(id)),
    heard,
  };
};

const isBatch = (prefixBreak: string | null): boolean => prefixBreak !== null && prefixBreak !== "undeclared";

/** Nothing refused, nothing that could be, nothing changed without a word, and something left out. */
const expectSound = ({ flaws, undeclared, edited, heard }: Awaited<ReturnType<typeof held>>, answers: number): void => {
  expect(flaws).toEqual([]);
  expect(heard.ids).toHaveLength(answers);
  expect(undeclared).toEqual([]);
  expect(edited).toBeGreaterThan(0);
};

const lengths = [12, 25, 40];

for (const client of formats)
  for (const mode of editingModes)
    test(`${client}, ${mode}: any conversation is taken turn by turn and keeps its structure`, async () => {
      let batches = 0;
      for (const [seed, answers] of lengths.entries()) {
        const talk = await held(usual, { client, vendor: homeOf[client], models: models[client], seed, answers, mode });
        expectSound(talk, answers);
        expect(talk.heard.bytesArrived).toBeLessThan(talk.heard.bytesSent);
        batches += talk.batches.length;
      }
      const mayBatch = mode !== "lossless" && client !== "anthropic"; // each thought in it is bound
      expect(batches > 0).toBe(mayBatch);
    });

for (const [what, vendors, names] of [
  ["thoughts that nobody looks back from", () => usual, ["claude-sonnet-4-5", "claude-opus-4-5"]],
  ["bound thoughts that may be dropped", () => dropping, models.anthropic],
] as const)
  for (const mode of ["balanced", "aggressive"] as const)
    test(`anthropic, ${mode}, ${what}: batches change what went out, and the vendor takes it`, async () => {
      const talks = [];
      for (const [seed, answers] of lengths.entries()) {
        const talk = await held(vendors(), {
          ...{ client: "anthropic", vendor: homeOf.anthropic, models: names },
          ...{ seed, answers, mode },
        });
        expectSound(talk, answers);
        talks.push(talk);
      }
      expect(talks.flatMap(({ batches }) => batches).length).toBeGreaterThan(0);
      expect(talks.flatMap(({ unchanged }) => unchanged)).toEqual([]);
    });

for (const client of formats)
  for (const vendor of Object.values(vendorsApart).filter(({ format }) => format !== client))
    test(`${client} to ${vendor.upstream}: what is left out is left out before the format changes`, async () => {
      for (const mode of ["lossless", "aggressive"] as const)
        expectSound(await held(usual, { client, vendor, models: [vendor.model], seed: 4, answers: 16, mode }), 16);
    });

test("two daemons with stores of their own send the same bytes for the same conversation", async () => {
  const talk = { client: "openai-chat", vendor: homeOf["openai-chat"], models: models["openai-chat"] } as const;
  const told = [];
  for (const vendors of [usual, dropping])
    told.push(await held(vendors, { ...talk, seed: 5, answers: 30, mode: "aggressive" }));

  expect(told[0]?.batches.length).toBeGreaterThan(0);
  expect(told[0]?.heard.arrived).toMatch(/^[0-9a-f]{64}$/);
  expect(told[1]?.heard.arrived).toBe(told[0]?.heard.arrived ?? "");
});

/** What a shell prints: every mode would leave its colours out. */
const coloured = `\u001b[32mok\u001b[0m src/part/module.test.ts\n`.repeat(200);
const continued = [
  {
    path: "/v1/responses",
    upstream: "v-responses",
    body: {
      ...{ model: "gpt-5.1", previous_response_id: "resp_0" },
      input: [{ type: "function_call_output", call_id: "call_1", output: coloured }],
    },
  },
  {
    path: "/v1/messages",
    upstream: "v-anthropic",
    body: {
      ...{ model: "claude-sonnet-5-5", max_tokens: 99, thread: { type: "continue", previous_message_id: "msg_1" } },
      messages: [
        { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "Bash", input: {} }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: coloured }] },
      ],
    },
  },
];

test.each(continued)("$path: what goes on with a conversation that the vendor holds goes as it is", async (one) => {
  const body = JSON.stringify(one.body);
  await fetch(`${usual?.daemon.url}${one.path}`, {
    method: "POST",
    headers: {
      ...{ "content-type": "application/json", authorization: "Bearer any-key" },
      ...{ "x-proxy-memory": "aggressive", "x-proxy-upstream": one.upstream },
      ...{ "anthropic-version": "2023-06-01", "anthropic-beta": "message-threads-2026-01-01" },
    },
    body,
  }).then((response) => response.arrayBuffer());

  expect((await usual?.sent())?.[0]?.body).toBe(body);
});

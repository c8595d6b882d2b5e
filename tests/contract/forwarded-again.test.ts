import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Exchange } from "../../src/core/exchange.ts";
import { editingModes, type MemoryMode } from "../../src/core/memory.ts";
import { listIn } from "../../src/lib/json.ts";
import { valueAt } from "../../src/lib/json-splice.ts";
import { policyOf } from "../../src/memory/policy/index.ts";
import type { Moment } from "../../src/memory/policy/moment.ts";
import { openReplay } from "../../src/state/memory/replay.ts";
import { recordedConversations } from "../support/conversations.ts";
import { chanceFrom, exchangeFor, replayable, turnsOf } from "../support/replay.ts";
import { scratchFolder } from "../support/scratch.ts";
import { engineWith, shortened } from "../support/shortened.ts";

const conversations = replayable(recordedConversations(process.env));
if (conversations.length === 0) console.warn("SKIPPED: there are no recorded conversations at $PROXY_DATA.");
const modes: readonly MemoryMode[] = ["off", "shadow", ...editingModes];

/** What goes out, message by message, as text. */
const messagesIn = (bytes: Uint8Array): readonly string[] => {
  const list = valueAt(bytes, ["messages"]);
  if (list === null) throw new Error("There are no messages.");
  return listIn(JSON.parse(new TextDecoder().decode(list))).map((message) => JSON.stringify(message));
};

const sentBy = ({ body }: Exchange): readonly string[] => {
  if (body.kind !== "held") throw new Error("There is no body.");
  return messagesIn(body.bytes);
};

/** How many messages two requests have alike at their beginning. */
const alike = (a: readonly string[], b: readonly string[]): number => {
  const first = a.findIndex((message, at) => message !== b[at]);
  return first < 0 ? a.length : first;
};

type Sent = { readonly came: readonly string[]; readonly went: readonly string[] };

/** A moment by chance: now and then the cache is cold, the window nearly full, or the model another one. */
const momentBy = (chance: () => number): Partial<Moment> => ({
  idleMs: chance() < 0.1 ? 3_600_000 : 20_000,
  isElsewhere: chance() < 0.03,
  windowTokens: chance() < 0.1 ? 20_000 : 200_000,
  expectedTurns: Math.floor(chance() * 40),
});

describe.skipIf(conversations.length === 0)("over all recorded conversations", () => {
  test("what has gone out goes out again to the byte, whatever is switched, restarted or forked in between, until a batch is declared", async () => {
    const chance = chanceFrom(11);
    const file = join(scratchFolder(), "replay.db");
    let store = openReplay(file, () => 0);
    let { engine } = engineWith(store);
    let mode: MemoryMode = "balanced";
    const broken: string[] = [];
    let [compared, batches, edits] = [0, 0, 0];
    for (const [index, conversation] of conversations.entries()) {
      let before: Sent | null = null;
      for (const [serial, turn] of turnsOf(conversation, chance).entries()) {
        if (chance() < 0.05) {
          store.close();
          store = openReplay(file, () => 0);
          engine = engineWith(store).engine;
        }
        if (chance() < 0.2) mode = modes[Math.floor(chance() * modes.length)] ?? "balanced";
        const policy = mode === "off" || mode === "shadow" ? null : policyOf(mode);
        const exchange = exchangeFor(conversation, turn, index * 1000 + serial);
        const { bytes, forwarded } = await shortened(engine, exchange, { policy, moment: momentBy(chance) });
        const sent: Sent = { came: sentBy(exchange), went: messagesIn(bytes) };
        if (before !== null && forwarded.batch === null) {
          const same = alike(sent.came, before.came);
          compared += same;
          if (alike(sent.went.slice(0, same), before.went.slice(0, same)) < same)
            broken.push(`${conversation.name} turn ${serial} (${turn.event}, ${mode})`);
        }
        if (forwarded.batch !== null) batches++;
        edits += forwarded.edits;
        before = sent;
      }
    }
    store.close();
    expect(broken).toEqual([]);
    expect(compared).toBeGreaterThan(1000);
    expect(edits).toBeGreaterThan(0);
    expect(batches).toBeGreaterThanOrEqual(0);
  }, 120_000);
});

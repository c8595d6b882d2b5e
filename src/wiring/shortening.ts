import type { Values } from "../config/schema.ts";
import type { Exchange } from "../core/exchange.ts";
import { isEditing, type Made } from "../core/memory.ts";
import type { PriceCard } from "../core/price.ts";
import type { Upstream } from "../core/provider.ts";
import { type Policy, type PolicyWishes, policyWith } from "../memory/policy/index.ts";
import { asksVendor, clearingFor } from "../memory/vendors/native.ts";
import { pricedAt } from "../meter/bill.ts";
import type { MemoryServices } from "../middleware/memory.ts";
import type { NativeServices } from "../middleware/native.ts";
import type { ThoughtsServices } from "../middleware/thoughts.ts";
import { providers } from "../providers/index.ts";
import { askingAhead } from "./asking-ahead.ts";
import { modesUnder } from "./memory-modes.ts";
import { bindsThoughts, momentOf } from "./moments.ts";
import type { Surroundings } from "./surroundings.ts";

type Around = Pick<Surroundings, "memory" | "engine" | "memoryFailed" | "sessions" | "prices" | "modelFacts" | "log"> &
  Pick<Surroundings, "counting" | "ownCalls" | "answers" | "upstreams" | "meter" | "overrides"> &
  Pick<Surroundings, "learning" | "isExposed">;

type Native = Pick<NativeServices, "clearsNatively">;

/** What requests are made shorter with, under one configuration. */
export const shorteningOf = (values: Values, around: Around): MemoryServices & ThoughtsServices & Native => {
  const { counting, memory, engine, memoryFailed, sessions, prices, modelFacts, log } = around;
  const onMade = (made: Made, session: string): void => {
    try {
      memory.replay.belong(made, session);
      void memory.originals.belong(made.originals, session).catch(() => undefined); // `memory list` knows no conversation then
    } catch (thrown) {
      log.write("error", "memory", { what: thrown instanceof Error ? thrown.name : "unknown" });
    }
  };
  const wishes = wishesIn(values);
  const clearsNatively = (): boolean => values["memory.native.anthropic"] === "clear_tool_uses";
  return {
    clearsNatively,
    bindsThoughts: (exchange) => bindsThoughts(exchange, providers),
    memory: {
      engine,
      onMade,
      modeOf: modesUnder(values, around),
      policyOf: (exchange, mode) =>
        isEditing(mode) ? beside(exchange, clearsNatively(), policyWith(mode, wishes)) : null,
      momentOf: async (exchange, { batches }) => {
        const at = exchange.startedAt;
        const cardOf = ({ provider, ...upstream }: Upstream, model: string): PriceCard | null =>
          prices.bought({ provider, model, at, ...pricedAt(upstream, upstream.origin) }).card;
        const before = batches ? await sessions.before(exchange) : null; // whose conversation it is takes time to find out
        return momentOf(exchange, before, { now: at, providers, modelFacts, cardOf });
      },
      transcriptOf: (exchange) => sessions.transcript(exchange),
      hasForwarded: () => memory.replay.hasAny(),
      budgetMs: values["memory.budget_ms"],
      onSent: (exchange, transcript, forwarded) => counting.begin(exchange, transcript, forwarded),
      onFailure: memoryFailed,
      ...askingAhead(values, around),
    },
  };
};

const wishesIn = (values: Values): PolicyWishes => ({
  minMessages: values["memory.min_messages"],
  minTokens: values["memory.min_tokens"],
  keep: values["memory.keep"],
  excludeTools: values["memory.exclude_tools"],
  dropsBoundThinking: values["memory.thinking_binding"] === "drop_block",
  environments: values["memory.environment"],
  imageAge: values["memory.image_age"],
});

/**
 * What the vendor clears itself is not cleared here: a batch would take away what it goes by. Nor is anything where who
 * has said the mode has said so.
 */
const beside = (exchange: Exchange, clearsNatively: boolean, policy: Policy): Policy =>
  exchange.notes.memory?.batches === false ||
  asksVendor(exchange) ||
  (clearsNatively && clearingFor(exchange, providers) != null)
    ? { ...policy, batches: false }
    : policy;

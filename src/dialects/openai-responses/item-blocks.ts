import type { ChatEvent } from "../../core/answer.ts";
import type { Block, Citation } from "../../core/chat.ts";
import type { JsonObject } from "../../lib/json.ts";
import { restOf } from "../../lib/json-rest.ts";
import { type Blocks, bare, here } from "./block-numbers.ts";

/** Begins and ends the blocks of one item, one after the other. */
export type ItemBlocks = {
  /** Begins a block; the first one tells what the item says besides, the others its `id`. */
  readonly begin: (content: Block) => readonly ChatEvent[];
  readonly end: (extras: JsonObject) => readonly ChatEvent[];
  readonly delta: (delta: Delta, extras: JsonObject) => ChatEvent;
  /** The type of the block that is open; null = none is. */
  readonly open: () => Block["type"] | null;
  readonly begun: () => number;
  /** What an item says in the end and did not when it began: that it is complete goes without saying. */
  readonly changes: (done: JsonObject) => JsonObject;
};

/** What a delta brings. */
export type Delta =
  | { readonly type: "text-delta" | "thinking-delta" | "input-delta"; readonly text: string }
  | { readonly type: "signature"; readonly signature: string }
  | { readonly type: "citation"; readonly citation: Citation };

/** The blocks of this item; `known` are its fields that the neutral words have names for. */
export const itemBlocks = (item: JsonObject, blocks: Blocks, known: JsonObject): ItemBlocks => {
  const { status: _underway, ...rest } = restOf(item, known);
  const same = rest["id"] === undefined ? {} : { id: rest["id"] };
  let open: { readonly block: number; readonly type: Block["type"] } | null = null;
  let latest = 0;
  let begun = 0;
  const end = (extras: JsonObject): ChatEvent[] => {
    if (open === null) return [];
    const { block } = open;
    open = null;
    return [{ type: "block-end", candidate: 0, block, extras, origin: here }];
  };
  return {
    end,
    open: () => open?.type ?? null,
    begun: () => begun,
    delta: (delta, extras) => ({ ...delta, candidate: 0, block: latest, extras, origin: here }),
    begin: (content) => {
      const ended = end({});
      const extras = { ...(begun++ === 0 ? rest : same), ...content.extras };
      latest = blocks.begin(content);
      open = { block: latest, type: content.type };
      const full = { ...content, extras };
      return [...ended, { ...bare, type: "block-start", candidate: 0, block: latest, content: full }];
    },
    changes: (done) => {
      const { status, ...after } = restOf(done, known);
      const isUsual = status === undefined || status === "completed";
      return changed(rest, isUsual ? after : { ...after, status });
    },
  };
};

/** The fields that are not as they were. */
export const changed = (before: JsonObject, after: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(after).filter(([name, value]) => !Bun.deepEquals(before[name], value)));

const eventFields = {
  ...{ type: true, sequence_number: true, item_id: true, output_index: true, content_index: true },
  ...{ summary_index: true, delta: true, obfuscation: true }, // the last one is padding
};

/** What a delta, or a part, says besides; empty lists say nothing. */
export const besides = (event: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(restOf(event, eventFields)).filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  );

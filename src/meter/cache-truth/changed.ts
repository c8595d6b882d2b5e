import type { Change, Forwarded } from "../../core/memory.ts";
import type { JsonPath } from "../../lib/json.ts";
import { commonLength, type Placed, type Prompt, sentHash } from "./prompt.ts";
import type { Segment } from "./segments.ts";

/** A prompt as it goes out: pieces that we have changed are other ones than the client's, and smaller. */
export const asForwarded = (prompt: Prompt, changes: readonly Change[]): Prompt => {
  if (changes.length === 0) return prompt;
  const byMessage = Map.groupBy(changes, ({ path }) => path[1]);
  return {
    ...prompt,
    messages: prompt.messages.map((segments, at) => {
      const here = byMessage.get(at);
      return here === undefined ? segments : segments.map((segment) => changed(segment, here));
    }),
  };
};

const changed = (segment: Segment, changes: readonly Change[]): Segment => {
  const mine = changes.filter(({ path }) => isWithin(path, segment.path));
  if (mine.length === 0) return segment;
  const removed = mine.reduce((sum, { before, after }) => sum + before - after, 0);
  return {
    ...segment,
    hash: Bun.hash([segment.hash, ...mine.map(({ hash }) => hash)].join(" ")).toString(36),
    sentAs: segment.hash,
    tokens: Math.max(0, segment.tokens - removed),
    changing: null,
  };
};

/** Two steps lead to a message; what is below it is within a segment that stands on the way. */
const isWithin = (path: JsonPath, segment: JsonPath): boolean =>
  segment.every((step, index) => path[index + 2] === step);

/** The place from which on we send other bytes than before although the client has not changed them; null = there is none. */
export const changedByUs = (old: readonly Placed[], prompt: readonly Placed[]): Placed | null => {
  const common = commonLength(old, prompt);
  const [before, now] = [old[common], prompt[common]];
  if (before === undefined || now === undefined || before.area !== now.area) return null;
  return sentHash(before.segment) === sentHash(now.segment) ? now : null;
};

/** Why a batch was, in a few words: `memory: batch of 12 edits, break-even`. */
export const batchWords = ({ batch, changes }: Forwarded): string | null => {
  if (batch === null) return null;
  const edits = changes.filter(({ isBatched }) => isBatched).length;
  return `memory: batch of ${edits} ${edits === 1 ? "edit" : "edits"}, ${batch}`;
};

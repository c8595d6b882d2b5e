import type { CacheRules, Landing } from "../core/answer-cache.ts";
import type { AnswerHearer, Target } from "../core/exchange.ts";

/** An answer that is listened to while it passes. */
export type Recording = {
  readonly key: string;
  readonly rules: CacheRules;
  /** Hears each piece of the answer as the client gets it. */
  readonly hear: AnswerHearer;
  /** The head of the answer is here. */
  readonly head: (answer: Response) => void;
  /** Why there is nothing to keep, where this target has answered; null = all of it was heard. */
  readonly whyNot: (target: Target | undefined) => string | null;
  readonly headers: () => readonly (readonly [name: string, value: string])[];
  readonly encoding: () => string | null;
  readonly body: () => Uint8Array;
  /** Tells who waits for it. */
  readonly land: (landing: Landing) => void;
};

/** Of an answer's head what belongs to its body; all else is of that one call. */
const kept: ReadonlySet<string> = new Set([
  ...["content-type", "content-encoding", "content-language", "cache-control", "openai-model", "openai-version"],
  ...["x-proxy-notes", "x-proxy-input-tokens", "x-proxy-estimate"],
]);

/** Listens to the answer of this target to a request with this key; `land` hears what becomes of it. */
export const recordingOf = (
  { key, target }: { readonly key: string; readonly target: Target },
  rules: CacheRules,
  land: Recording["land"],
): Recording => {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  let head: readonly (readonly [string, string])[] | null = null;
  const body = (): Uint8Array => (pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces));
  return {
    ...{ key, rules, land, body },
    hear: (piece) => {
      bytes += piece.length;
      if (bytes <= rules.maxEntryBytes) pieces.push(piece);
      else pieces.length = 0;
    },
    head: ({ headers }) => {
      head = [...headers].filter(([name]) => kept.has(name));
    },
    whyNot: (answering) => {
      if (answering === undefined || !isSame(target, answering)) return "another upstream or model has stood in";
      if (head === null) return "no answer came";
      if (bytes === 0) return "it is empty";
      return bytes > rules.maxEntryBytes ? "it is larger than cache.max_entry_bytes" : null;
    },
    headers: () => head ?? [],
    encoding: () => head?.find(([name]) => name === "content-encoding")?.[1] ?? null,
  };
};

/** Its key may be another one of the same owner. */
const isSame = (one: Target, other: Target): boolean =>
  one.upstream.name === other.upstream.name && one.url === other.url && one.model === other.model;

import { isObject, listIn, numberOrNull, textOrNull } from "../../lib/json.ts";
import { type EnvironmentBlock, environmentBlocksIn } from "../environment/blocks.ts";
import type { Earlier, Shrinker } from "../shrinkers/shrinker.ts";

/**
 * A block that a program puts among what people say, where it says just what the one before it said: a few words stand for
 * it. Places are those within the text, so no change of the patterns changes what has gone out. `with.of` is the key of the
 * piece that has the block, which must stay for as long as this one points to it.
 */
export const environment: Shrinker = {
  name: "environment",
  version: 1,
  isLossy: false,
  from: "lossless",
  maxLength: Number.POSITIVE_INFINITY,
  kinds: ["text", "result"],
  suits: (text, { piece, measure, earlier }) => {
    const blocks = environmentBlocksIn(text, piece.role);
    const repeated = blocks.flatMap((block, at) => {
      if (measure(block.text) < block.pattern.min_tokens) return [];
      const of = firstLike(block, blocks.slice(0, at), earlier);
      return of === null ? [] : [{ block, of }];
    });
    const of = repeated.find((one) => one.of !== "")?.of ?? "";
    const cuts = repeated
      .filter((one) => one.of === of || one.of === "")
      .map(({ block: { start, end, pattern } }) => ({ start, end, name: pattern.name }));
    return cuts.length === 0 ? null : { cuts, ...(of === "" ? {} : { of }) };
  },
  apply: (text, how) => {
    let now = "";
    let at = 0;
    for (const { start, end, name } of listIn(how["cuts"]).map(cutIn)) {
      if (start < at || end > text.length) return null;
      now += `${text.slice(at, start)}<${name}>as before</${name}>`;
      at = end;
    }
    return now + text.slice(at);
  },
};

const cutIn = (value: unknown): { readonly start: number; readonly end: number; readonly name: string } => {
  const { start, end, name } = isObject(value) ? value : {};
  return { start: numberOrNull(start) ?? 0, end: numberOrNull(end) ?? 0, name: textOrNull(name) ?? "" };
};

/** So many earlier pieces are looked at: programs send these blocks all the time or not at all. */
const maxTried = 40;

/**
 * The piece that has the block which this one repeats, "" for one that stands before it in the same text, null for none.
 * Where the latest one was left out too, it is the one that it repeats.
 */
const firstLike = (
  { text, pattern: { name } }: EnvironmentBlock,
  before: readonly EnvironmentBlock[],
  earlier: Earlier,
): string | null => {
  const own = before.findLast(({ pattern }) => pattern.name === name);
  if (own !== undefined) return own.text === text ? "" : null;
  let tried = 0;
  for (const { piece, text: words, refersTo } of earlier.texts()) {
    const latest = environmentBlocksIn(words() ?? "", piece.role).findLast(({ pattern }) => pattern.name === name);
    if (latest !== undefined) return latest.text === text ? (refersTo(environment.name) ?? piece.key) : null;
    tried += 1;
    if (tried === maxTried) return null;
  }
  return null;
};

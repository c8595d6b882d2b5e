import type { JsonPath } from "../../lib/json.ts";
import type { Segment } from "./segments.ts";

/** A prompt in the order in which vendors put it before the model: tools, instructions, messages. */
export type Prompt = {
  readonly tools: readonly Segment[];
  readonly system: readonly Segment[];
  /** By message. */
  readonly messages: readonly (readonly Segment[])[];
};

/** The part of a prompt that a segment belongs to. */
export type Area = keyof Prompt;

/** A segment at its place. */
export type Placed = { readonly area: Area; readonly index: number; readonly segment: Segment };

/** All segments of a prompt, one after the other. */
export const inOrder = ({ tools, system, messages }: Prompt): readonly Placed[] => [
  ...tools.map((segment, index): Placed => ({ area: "tools", index, segment })),
  ...system.map((segment, index): Placed => ({ area: "system", index, segment })),
  ...messages.flatMap((segments, index) => segments.map((segment): Placed => ({ area: "messages", index, segment }))),
];

/** The tokens of these segments, by our own estimate. */
export const tokensOf = (segments: readonly Placed[]): number =>
  segments.reduce((sum, { segment }) => sum + segment.tokens, 0);

/** How many segments two prompts have in common from their beginning. */
export const commonLength = (a: readonly Placed[], b: readonly Placed[]): number => {
  let length = 0;
  while (length < a.length && length < b.length && isSame(a[length], b[length])) length++;
  return length;
};

/**
 * The tokens of an old prompt that the next one still has, wherever they stand: texts in which nothing changed but what
 * changes by itself among them, and what was written anew in its place. The last message that was said in other words
 * is no such thing: after it nothing is left.
 */
export const keptTokens = (old: readonly Placed[], next: readonly Placed[]): number => {
  const left = Map.groupBy(next, ({ segment }) => meaningOf(segment));
  const isKept = old.map(({ segment }) => left.get(meaningOf(segment))?.shift() !== undefined);
  const anew = new Map([...left.values()].flat().map((placed) => [slotOf(placed), placed.segment]));
  const lastKept = isKept.lastIndexOf(true);
  return old.reduce((sum, placed, at) => {
    const { tokens } = placed.segment;
    if (isKept[at]) return sum + tokens;
    const inItsPlace = anew.get(slotOf(placed));
    if (inItsPlace === undefined) return sum;
    const isInside = placed.area !== "messages" || at < lastKept || sentHash(inItsPlace) === sentHash(placed.segment);
    return sum + (isInside ? Math.min(inItsPlace.tokens, tokens) : 0);
  }, 0);
};

/** Of what the client sent, whatever went out in its place. */
export const sentHash = ({ hash, sentAs }: Segment): string => sentAs ?? hash;

/** What is called so, or stands there. */
const slotOf = (placed: Placed): string =>
  placed.segment.name === null ? JSON.stringify(pathOf(placed)) : `tool ${placed.segment.name}`;

const meaningOf = ({ hash, changing }: Segment): string => changing?.skeleton ?? hash;

/** Where a segment stands in the client's JSON. */
export const pathOf = ({ area, index, segment }: Placed): JsonPath => [area, index, ...segment.path];

const isSame = (a: Placed | undefined, b: Placed | undefined): boolean =>
  a?.segment.hash === b?.segment.hash && a?.area === b?.area;

import { type JsonObject, listIn } from "../../../src/lib/json.ts";
import { wordsIn } from "../../../src/offline/simulate/blocks.ts";
import { bodyIn } from "../../../src/offline/simulate/body-stream.ts";
import type { Contender, Request, Sent } from "../../../src/offline/simulate/contender.ts";

/** How many steps of the past are sent beside the first message and the latest steps. */
const top = 10;
const latest = 3;

/** Each time the whole history is searched for what suits the last message, and only that is sent. */
export const wholeRecall: Contender = {
  name: "recall top 10",
  play: () => ({ send: (request) => Promise.resolve(recalled(request)), originalOf: () => null }),
};

const encoder = new TextEncoder();

const recalled = ({ bytes }: Request): Sent => {
  const body = bodyIn(bytes);
  const list = (["messages", "input", "contents"] as const).find((name) => Array.isArray(body[name]));
  if (list === undefined) throw new Error("There are no messages.");
  const steps = stepsOf(listIn(body[list]) as readonly JsonObject[]); // as they were written
  const [head = [], rest] = [steps[0], steps.slice(1)];
  const old = rest.slice(0, -latest);
  const chosen = best(old, wordsOf(rest.at(-1) ?? []));
  const kept = [head, ...old.filter((step) => chosen.has(step)), ...rest.slice(-latest)];
  const { [list]: _, ...beside } = body;
  return { bytes: encoder.encode(JSON.stringify({ ...beside, [list]: kept.flat() })), isBatch: false, replaced: [] };
};

type Step = readonly JsonObject[];

/** A message of the model's and what follows it are one step: a call and its result stay together. */
const stepsOf = (items: readonly JsonObject[]): readonly Step[] => {
  const steps: JsonObject[][] = [];
  let wasClients = true;
  for (const item of items) {
    const isClients = item["role"] === "user" || item["role"] === "tool" || item["role"] === "system";
    if (steps.length === 0 || (wasClients && !isClients)) steps.push([item]);
    else steps.at(-1)?.push(item);
    wasClients = isClients;
  }
  return steps;
};

const wordsOf = (step: Step): readonly string[] =>
  step.flatMap(wordsIn).flatMap((text) => text.toLowerCase().match(/\w{3,}/g) ?? []);

type Counted = { readonly counts: ReadonlyMap<string, number>; readonly length: number };

/** Steps are sent again and again, and counted once. */
const countedBefore = new Map<string, Counted>();

const countedOf = (step: Step): Counted => {
  const key = Bun.CryptoHasher.hash("sha256", JSON.stringify(step), "base64url");
  const before = countedBefore.get(key);
  if (before !== undefined) return before;
  const words = wordsOf(step);
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const counted = { counts, length: words.length };
  countedBefore.set(key, counted);
  return counted;
};

/** The steps with the highest BM25. */
const best = (steps: readonly Step[], query: readonly string[]): ReadonlySet<Step> => {
  const counted = steps.map((step) => ({ step, ...countedOf(step) }));
  const usual = counted.reduce((sum, { length }) => sum + length, 0) / Math.max(1, counted.length);
  const rarities = [...new Set(query)].map((word) => {
    const holding = counted.filter(({ counts }) => counts.has(word)).length;
    return [word, Math.log(1 + (steps.length - holding + 0.5) / (holding + 0.5))] as const;
  });
  const scored = counted.map(({ step, counts, length }) => {
    const norm = 1.2 * (0.25 + (0.75 * length) / Math.max(1, usual));
    const score = rarities.reduce((sum, [word, rarity]) => {
      const count = counts.get(word) ?? 0;
      return sum + (rarity * count * 2.2) / (count + norm);
    }, 0);
    return { step, score };
  });
  return new Set(
    scored
      .sort((a, b) => b.score - a.score)
      .slice(0, top)
      .map(({ step }) => step),
  );
};

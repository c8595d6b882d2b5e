import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, listIn, objectIn, parsedJson, textOrNull } from "../../../src/lib/json.ts";
import type { Block } from "../../../src/memory/recall/block.ts";
import { recallBy, type Wanted } from "../../../src/memory/recall/recall.ts";
import { type Relevance, relevanceIn } from "../../../src/memory/recall/relevance.ts";
import { measure } from "../../../src/meter/tokens/measure.ts";

/** A question about a long conversation, and the places of what answers it. */
type Question = { readonly text: string; readonly evidence: readonly string[] };

/** A conversation of many sittings, with questions about it. */
export type Locomo = {
  readonly name: string;
  readonly blocks: readonly Block[];
  readonly questions: readonly Question[];
};

/** How much of what answers the questions is found, in per cent, with so much of the tokens. */
export type LocomoFigures = {
  readonly policy: string;
  readonly questions: number;
  readonly at10: number;
  readonly at25: number;
};

/** Every conversation of the data set that there is; none where the data is not there. */
export const locomoConversations = (env: Readonly<Record<string, string | undefined>>): readonly Locomo[] => {
  const folder = join(env["PROXY_DATA"] ?? "../shared/data", "3-memory-benchmarks", "locomo");
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files.sort().map((file) => conversationFrom(file, readFileSync(join(folder, file), "utf8")));
};

const conversationFrom = (name: string, text: string): Locomo => {
  const { conversation, qa } = objectIn(parsedJson(text));
  const talk = objectIn(conversation);
  const sittings = Object.keys(talk).flatMap((key) => /^session_(\d+)$/.exec(key)?.[1] ?? []);
  const blocks = sittings
    .sort((a, b) => Number(a) - Number(b))
    .flatMap((sitting) =>
      listIn(talk[`session_${sitting}`])
        .filter(isObject)
        .map((turn) => blockFrom(turn, sitting, textOrNull(talk[`session_${sitting}_date_time`]))),
    );
  const known = new Set(blocks.map(({ id }) => id));
  const questions = listIn(qa)
    .filter(isObject)
    .filter(({ category }) => category !== 5) // nothing in the conversation answers these
    .map(({ question, evidence }) => ({
      text: textOrNull(question) ?? "",
      evidence: [...new Set(listIn(evidence).flatMap((place) => String(place).split(/[;,\s]+/)))].filter((id) =>
        known.has(id),
      ),
    }));
  return { name, blocks, questions: questions.filter(({ evidence }) => evidence.length > 0) };
};

const blockFrom = (turn: Readonly<Record<string, unknown>>, sitting: string, date: string | null): Block => {
  const text = textOrNull(turn["text"]) ?? "";
  const speaker = textOrNull(turn["speaker"]);
  return {
    ...{ id: textOrNull(turn["dia_id"]) ?? "", text, speaker, group: sitting, at: null },
    when: date?.replace(/^.* on /, "") ?? null,
    tokens: measure(`${speaker}: ${text}`),
    ...{ importance: 0.3, isPinned: false },
  };
};

/** One way to choose what is found. */
type Policy = { readonly name: string; readonly relevanceOf: (blocks: readonly Block[]) => Relevance };

/** The latest words, whatever is asked. */
const lastOnes: Policy = {
  name: "last-N",
  relevanceOf: (blocks) => () => Float64Array.from(blocks, (_, at) => at + 1),
};

/** Okapi BM25 as it is in textbooks, over the words as they are written; each with a part of what its neighbours have. */
const plainBm25: Policy = {
  name: "BM25 with neighbours",
  relevanceOf: (blocks) => {
    const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    const texts = blocks.map(({ text }) => wordsOf(text));
    const mean = texts.reduce((sum, words) => sum + words.length, 0) / Math.max(1, texts.length);
    const frequency = new Map<string, number>();
    for (const words of texts) for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    return (query) => {
      const asked = new Set(wordsOf(query));
      const own = texts.map((words) =>
        [...asked].reduce((sum, word) => {
          const count = words.filter((one) => one === word).length;
          const found = frequency.get(word) ?? 0;
          const rarity = Math.log(1 + (texts.length - found + 0.5) / (found + 0.5));
          return sum + (rarity * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * words.length) / mean));
        }, 0),
      );
      return Float64Array.from(own, (score, at) => score + 0.5 * ((own[at - 1] ?? 0) + (own[at + 1] ?? 0)));
    };
  },
};

const ours: Policy = { name: "recall", relevanceOf: relevanceIn };

/** What `recall` finds of what answers questions, beside its rivals; none where there are no conversations. */
export const locomoFigures = (conversations: readonly Locomo[]): readonly LocomoFigures[] =>
  conversations.length === 0 ? [] : [lastOnes, plainBm25, ours].map((policy) => figuresOf(policy, conversations));

const figuresOf = ({ name, relevanceOf }: Policy, conversations: readonly Locomo[]): LocomoFigures => {
  const found = conversations.flatMap(({ blocks, questions }) => {
    const relevance = relevanceOf(blocks);
    const tokens = blocks.reduce((sum, block) => sum + block.tokens, 0);
    return questions.map((question) =>
      [0.1, 0.25].map((share) => shareFound(blocks, relevance, question, Math.floor(tokens * share))),
    );
  });
  const mean = (place: 0 | 1): number =>
    (100 * found.reduce((sum, shares) => sum + (shares[place] ?? 0), 0)) / Math.max(1, found.length);
  return { policy: name, questions: found.length, at10: mean(0), at25: mean(1) };
};

const shareFound = (
  blocks: readonly Block[],
  relevance: Relevance,
  { text, evidence }: Question,
  maxTokens: number,
): number => {
  const wanted: Wanted = { query: text, limit: blocks.length, maxTokens, minImportance: 0, decay: 0, now: 0 };
  const ids = new Set(recallBy(blocks, relevance, wanted).map(({ block }) => block.id));
  return evidence.filter((id) => ids.has(id)).length / evidence.length;
};

/** The goals: so much of what answers, in per cent, with a tenth and with a quarter of the tokens. */
const goals = { at10: 78, at25: 86 } as const;

/** The figures on a line each, under a title. */
export const locomoLines = (title: string, chosen: readonly Locomo[]): readonly string[] => [
  `${title}: evidence that is found, ${chosen.length} conversations (goals ${goals.at10} and ${goals.at25} %)`,
  ...locomoFigures(chosen).map(({ policy, questions, at10, at25 }) => {
    const told = `with 10 % of the tokens ${at10.toFixed(1).padStart(5)} %, with 25 % ${at25.toFixed(1).padStart(5)} %`;
    return `  ${policy.padEnd(22)} ${questions} questions   ${told}`;
  }),
];

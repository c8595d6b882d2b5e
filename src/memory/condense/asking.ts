import type { OwnCall, OwnCalls, OwnPlace, OwnQuestion } from "../../core/own-call.ts";
import { textOrNull } from "../../lib/json.ts";
import { type BatchQuestion, outgoingTokens } from "../batch/question.ts";
import { type PlacedPiece, textOf } from "../transcript/transcript.ts";
import { condensed } from "./condensed.ts";
import { outgoingIn, regionOf } from "./region.ts";
import { strategyOf } from "./strategies/index.ts";
import type { Strategy } from "./strategies/strategy.ts";

/** From this part of the window on a summary is made ready. */
const readyFrom = 0.7;

/** Less than this is not worth a question. */
const leastTokens = 4000;

/** Of a long result both ends go along, and no more of all of them than this. */
const longest = { result: 8000, all: 240_000, turn: 1000 } as const;

/** How long a summary may be: a part of what it tells of. */
const share = 0.08;
const answer = { least: 400, most: 4000 } as const;

/** Under this the summary of everything up to a piece is kept: its key tells all that was said before. */
export const condensationKey = ({ name, version }: Strategy, upTo: string): string =>
  `condensed-${name}-${version}-${upTo}`;

/** Has the old part of a conversation condensed before its window is so full that it has to be. */
export const askForCondensation = (
  question: BatchQuestion,
  how: { readonly calls: OwnCalls; readonly place: OwnPlace; readonly session: OwnCall["session"] },
): void => {
  const { moment, ahead, known } = question;
  const strategy = strategyOf(ahead.condensation);
  if (strategy === null || moment.windowTokens === null) return;
  if (outgoingIn(question) < readyFrom * moment.windowTokens) return;
  const region = regionOf(question);
  const last = region.at(-1);
  const tokens = region.reduce((sum, piece) => sum + outgoingTokens(known, piece), 0);
  if (last === undefined || tokens < leastTokens || isReady(region, strategy, question, tokens)) return;
  const key = condensationKey(strategy, last.key);
  if (!how.calls.isWanted(key)) return;
  how.calls.ask({
    key,
    place: how.place,
    session: how.session,
    question: questionFor(region, strategy, question, tokens),
  });
};

/** Whether there is a summary already of most of it: another one at every turn would cost more than it saves. */
const isReady = (
  region: readonly PlacedPiece[],
  strategy: Strategy,
  { ahead, known }: BatchQuestion,
  tokens: number,
): boolean => {
  const upTo = region.findLastIndex(({ key }) => ahead.said(condensationKey(strategy, key)) !== null);
  const told = region.slice(0, upTo + 1).reduce((sum, piece) => sum + outgoingTokens(known, piece), 0);
  return told > tokens / 2;
};

const questionFor = (
  region: readonly PlacedPiece[],
  { system, carriesOn }: Strategy,
  question: BatchQuestion,
  tokens: number,
): OwnQuestion => {
  const { transcript, pieces } = question;
  const earlier = carriesOn ? earlierSummary(question) : null;
  const asked = pieces
    .filter(({ kind, entry }) => kind === "text" && entry <= (region.at(-1)?.entry ?? 0))
    .map((piece) => cut(textOf(transcript, piece) ?? "", longest.turn));
  const each = Math.min(longest.result, Math.floor(longest.all / region.length));
  const results = region.map((piece) => {
    const source = piece.call === null ? "a tool" : `${piece.call.name} ${piece.call.label}`;
    return `<result of="${source.replaceAll('"', "'")}">\n${cut(textOf(transcript, piece) ?? "", each)}\n</result>`;
  });
  const parts = [
    ...(earlier === null ? [] : [`Earlier summary:\n${earlier}`]),
    `What the person asked for:\n${cut(asked.join("\n\n"), longest.result)}`,
    `What tools gave:\n${results.join("\n")}`,
  ];
  const maxTokens = Math.round(Math.min(answer.most, Math.max(answer.least, tokens * share)));
  return { system, content: [{ type: "text", text: parts.join("\n\n") }], maxTokens };
};

const earlierSummary = ({ pieces, known }: BatchQuestion): string | null => {
  for (const { key } of pieces.toReversed()) {
    const step = known.get(key)?.steps.find((one) => one.do === condensed.name);
    const summary = textOrNull(step?.with["summary"]);
    if (summary !== null) return summary;
  }
  return null;
};

/** Both ends of a text. */
const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most / 2)}\n…\n${text.slice(-most / 2)}`;

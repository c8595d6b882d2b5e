import type { Decision, EditingMode } from "../../../src/core/memory.ts";
import { lookupIn } from "../../../src/memory/engine/plan.ts";
import { shrinkers } from "../../../src/memory/shrinkers/index.ts";
import { applied } from "../../../src/memory/shrinkers/steps.ts";
import { type PlacedPiece, textOf } from "../../../src/memory/transcript/transcript.ts";
import { measure } from "../../../src/meter/tokens/measure.ts";
import type { Vendor } from "../../../src/offline/simulate/billing.ts";
import type { Request } from "../../../src/offline/simulate/contender.ts";
import { playOf } from "../../../src/offline/simulate/modes.ts";
import { type Recording, turnsOf } from "../../../src/offline/simulate/recording.ts";
import { requestReader } from "../../../src/offline/simulate/simulate.ts";

/** How many of the largest results that go out whole are told. */
const most = 25;

/** Which shrinker saved how much in a conversation, and what is large and still goes out, by its last request. */
export const shrinkersIn = async (recording: Recording, mode: EditingMode, vendor: Vendor): Promise<string> => {
  const read = requestReader(recording);
  const play = playOf(mode, vendor);
  let last: Request | null = null;
  for (const { bytes } of turnsOf(recording)) {
    last = read(bytes);
    if (last !== null) await play.send(last);
  }
  if (last === null) return "";
  const results = last.pieces.filter(({ kind }) => kind === "result");
  const total = results.reduce((sum, { tokens }) => sum + tokens, 0);
  const left = results.reduce((sum, { key, tokens }) => sum + (play.decisions.get(key)?.after ?? tokens), 0);
  return [
    `${recording.name}, ${mode}: ${results.length} results of ${total} tokens go out with ${left}`,
    ...savedBy(last, play.decisions),
    "  largest that go out, tokens as they came and as they go:",
    ...largest(last, play.decisions),
  ].join("\n");
};

const savedBy = ({ transcript, pieces }: Request, decisions: ReadonlyMap<string, Decision>): readonly string[] => {
  const saved = new Map<string, { tokens: number; times: number }>();
  const lookup = lookupIn(transcript, pieces);
  for (const piece of pieces) {
    let now = textOf(transcript, piece);
    for (const step of decisions.get(piece.key)?.steps ?? []) {
      const shorter = now === null ? null : applied(now, [step], shrinkers, lookup);
      const name = `${step.do} v${step.v}${decisions.get(piece.key)?.isBatched === true ? " (batch)" : ""}`;
      const sum = saved.get(name) ?? { tokens: 0, times: 0 };
      const gain = now === null || shorter === null ? 0 : measure(now) - measure(shorter);
      saved.set(name, { tokens: sum.tokens + gain, times: sum.times + 1 });
      now = shorter;
    }
  }
  return [...saved]
    .sort(([, a], [, b]) => b.tokens - a.tokens)
    .map(([name, { tokens, times }]) => `  ${name.padEnd(28)}${String(tokens).padStart(9)} tokens in ${times} pieces`);
};

const largest = ({ transcript, pieces }: Request, decisions: ReadonlyMap<string, Decision>): readonly string[] => {
  const after = ({ key, tokens }: PlacedPiece): number => decisions.get(key)?.after ?? tokens;
  return pieces
    .filter(({ kind }) => kind === "result")
    .toSorted((a, b) => after(b) - after(a))
    .slice(0, most)
    .map((piece) => {
      const from = `${piece.call?.name ?? piece.role} ${piece.call?.label ?? ""}`.slice(0, 50).padEnd(50);
      const line = (textOf(transcript, piece) ?? "").trimStart().split("\n")[0] ?? "";
      return `  ${String(piece.tokens).padStart(7)} ${String(after(piece)).padStart(7)}  #${String(piece.entry).padEnd(4)} ${from}  ${line.slice(0, 60)}`;
    });
};

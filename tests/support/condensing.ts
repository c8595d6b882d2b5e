import type { DialectName } from "../../src/core/dialect-name.ts";
import type { BatchQuestion } from "../../src/memory/batch/question.ts";
import { type Ahead, nothingAhead } from "../../src/memory/engine/ahead.ts";
import { lookupIn } from "../../src/memory/engine/plan.ts";
import { policyOf } from "../../src/memory/policy/index.ts";
import { usualMoment } from "../../src/memory/policy/moment.ts";
import { frontierOf, placedPieces } from "../../src/memory/transcript/transcript.ts";
import { measure } from "../../src/meter/tokens/measure.ts";
import { bodyOf, type Turn } from "./dialogues.ts";
import { transcriptIn } from "./transcripts.ts";

const log = (at: number): string =>
  Array.from(
    { length: 120 },
    (_, line) => `step ${at} line ${line}: src/part-${line}/file-${at}.ts was looked at`,
  ).join("\n");

/** An agent's work of so many steps, each with a long result. */
export const work = (steps: number): readonly Turn[] => [
  { by: "user", texts: ["Please find the fault."] },
  ...Array.from({ length: steps }, (_, at): readonly Turn[] => [
    { by: "model", texts: ["I look."], calls: [{ id: `c${at}`, name: "Bash", input: { command: `look ${at}` } }] },
    { by: "tool", results: [{ id: `c${at}`, name: "Bash", text: log(at) }] },
  ]).flat(),
  { by: "model", texts: ["There it is."], calls: [] },
  { by: "user", texts: ["Mend it."] },
];

type Format = Exclude<DialectName, "unified">;
type How = { readonly windowTokens?: number | null; readonly ahead?: Partial<Ahead>; readonly steps?: number };

/** The question whether such a conversation is to be condensed, and the bytes that it is in. */
export const condensing = (
  format: Format,
  { windowTokens = 45_000, ahead = {}, steps = 20 }: How = {},
): { readonly question: BatchQuestion; readonly bytes: Uint8Array } => {
  const bytes = new TextEncoder().encode(JSON.stringify(bodyOf[format](work(steps))));
  const transcript = transcriptIn(format, bytes);
  const pieces = placedPieces(transcript);
  const question = {
    ...{ transcript, pieces, measure, frontier: frontierOf(transcript), known: new Map(), pinned: new Set<string>() },
    ...{ policy: policyOf("balanced"), lookup: lookupIn(transcript, pieces) },
    moment: { ...usualMoment, bindsThoughts: false, windowTokens },
    ahead: { ...nothingAhead, ...ahead },
  };
  return { question, bytes };
};

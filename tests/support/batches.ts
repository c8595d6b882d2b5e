import type { Decision } from "../../src/core/memory.ts";
import type { JsonObject } from "../../src/lib/json.ts";
import type { BatchQuestion } from "../../src/memory/batch/question.ts";
import { nothingAhead } from "../../src/memory/engine/ahead.ts";
import { lookupIn } from "../../src/memory/engine/plan.ts";
import { type Policy, policyOf } from "../../src/memory/policy/index.ts";
import { type Moment, usualMoment } from "../../src/memory/policy/moment.ts";
import { frontierOf, type PlacedPiece, placedPieces, type Transcript } from "../../src/memory/transcript/transcript.ts";
import { measure } from "../../src/meter/tokens/measure.ts";
import { createBodyReader, readToEnd } from "../../src/state/sessions/read.ts";
import { transcriptOf } from "../../src/state/sessions/transcript.ts";
import { exchangeWith, model, user } from "./sessions.ts";

/** What an agent does in one turn: a call and what it gave, or something that a person says. */
export type Deed = {
  readonly tool?: string;
  readonly input?: JsonObject;
  readonly gave: string;
  readonly isError?: boolean;
  /** The answer begins with a thought that the vendor has sealed. */
  readonly isSealed?: boolean;
};

/** The file was read. */
export const readFile = (file_path: string, gave: string): Deed => ({ tool: "Read", input: { file_path }, gave });
/** The file was changed. */
export const edited = (file_path: string, gave = "Done."): Deed => ({
  tool: "Edit",
  input: { file_path, old_string: "a", new_string: gave.slice(0, 9) },
  gave,
});
/** A command was run. */
export const ran = (command: string, gave: string): Deed => ({ tool: "Bash", input: { command }, gave });
/** A person said something. */
export const said = (gave: string): Deed => ({ gave });

/** So many lines of a program, others for each seed: names, paths and plain words. */
export const program = (lines: number, seed = 1): string =>
  Array.from(
    { length: lines },
    (_, at) =>
      `  const value${seed}x${at} = await readField(source.part${(at * seed) % 97}, "src/part${at % 7}/file${seed}.ts");`,
  ).join("\n");

/** The messages of a conversation in which this was done. */
export const messagesOf = (deeds: readonly Deed[]): readonly JsonObject[] =>
  deeds.flatMap(({ tool, input = {}, gave, isError = false, isSealed = false }, at): readonly JsonObject[] => {
    const thought = isSealed ? [{ type: "thinking", thinking: "Well.", signature: `c2VhbA${at}` }] : [];
    if (tool === undefined) return [user(gave), model([...thought, { type: "text", text: `Yes, ${at}.` }])];
    const id = `toolu_${at}`;
    const result = { type: "tool_result", tool_use_id: id, content: gave, ...(isError ? { is_error: true } : {}) };
    return [
      model([...thought, { type: "text", text: "Next." }, { type: "tool_use", id, name: tool, input }]),
      user([result]),
    ];
  });

/** The conversation in a body with these messages. */
export const transcriptWith = (messages: readonly JsonObject[]): Transcript => {
  const exchange = exchangeWith(messages);
  const reading = readToEnd(createBodyReader(measure)(exchange));
  if (reading === null) throw new Error("There is nothing to read.");
  return transcriptOf("anthropic", reading);
};

type Around = {
  readonly policy?: Partial<Policy>;
  readonly moment?: Partial<Moment>;
  readonly known?: ReadonlyMap<string, Decision>;
  readonly pinned?: ReadonlySet<string>;
};

/** The question whether to change what went out in a conversation in which this was done, and all of it has gone out. */
export const questionOf = (
  deeds: readonly Deed[],
  { policy = {}, moment = {}, known = new Map(), pinned = new Set() }: Around = {},
): BatchQuestion => {
  const messages = [user("Please see to it."), ...messagesOf(deeds), model("So far so good."), user("Go on.")];
  const transcript = transcriptWith(messages);
  const pieces = placedPieces(transcript);
  return {
    ...{ transcript, pieces, known, pinned, measure, ahead: nothingAhead, frontier: frontierOf(transcript) },
    lookup: lookupIn(transcript, pieces),
    policy: { ...policyOf("balanced"), ...policy },
    moment: { ...usualMoment, bindsThoughts: true, ...moment },
  };
};

/** Which deeds' results these are of, by their place. */
export const deedsOf = (pieces: readonly Pick<PlacedPiece, "callId">[]): readonly number[] =>
  pieces.map(({ callId }) => Number(callId?.replace("toolu_", "") ?? -1));

import { dialects } from "../../dialects/index.ts";
import { placedPieces } from "../../memory/transcript/transcript.ts";
import { measure } from "../../meter/tokens/measure.ts";
import { createBodyReader, readToEnd } from "../../state/sessions/read.ts";
import { transcriptOf } from "../../state/sessions/transcript.ts";
import { type Billing, createBilling, type Vendor } from "./billing.ts";
import { type BlockReader, createBlockReader, wordsIn } from "./blocks.ts";
import { bodyIn, createBodyStream, type ReadBody } from "./body-stream.ts";
import type { Contender, Play, Request } from "./contender.ts";
import { countNeedles, type NeedleCount, needlesIn } from "./needles.ts";
import { pathOf, type Recording, type Turn, turnsOf } from "./recording.ts";
import { unsoundAt } from "./soundness.ts";

/** What one way to deal with a conversation comes to. */
export type Outcome = {
  readonly contender: string;
  readonly vendor: string;
  readonly turns: number;
  readonly costMicros: number;
  readonly inputTokens: number;
  readonly readTokens: number;
  readonly outputTokens: number;
  readonly needles: NeedleCount;
  /** What was lost for good, each once. */
  readonly lost: readonly string[];
  /** Turns in which something changed that had gone out before: on purpose, and without a word. */
  readonly batches: number;
  readonly breaks: number;
  /** What a vendor might refuse. */
  readonly unsound: readonly string[];
};

type Sums = { -readonly [Name in keyof Outcome]: Outcome[Name] };

/** Plays a conversation again, once for each contender, and has the vendor bill what goes out. */
export const simulate = async (
  recording: Recording,
  contenders: readonly Contender[],
  vendor: Vendor,
): Promise<readonly Outcome[]> => {
  const read = requestReader(recording);
  const blocksOf = createBlockReader(measure);
  const sent = createBodyStream(blocksOf);
  const players = contenders.map(({ name, play }) =>
    createPlayer({ contender: name, vendor: vendor.model }, play(vendor), createBilling(vendor), blocksOf),
  );
  for (const turn of turnsOf(recording)) {
    const request = read(turn.bytes);
    if (request === null) continue;
    const scene = sceneOf(sent(turn.bytes), turn);
    for (const player of players) await player.take(request, scene);
  }
  return players.map(({ outcome }) => outcome());
};

/** Reads the requests of one conversation; null = there is none in it. */
export const requestReader = ({ dialect: name, head }: Recording): ((bytes: Turn["bytes"]) => Request | null) => {
  const readBody = createBodyReader(measure);
  const path = pathOf[name];
  const dialect = dialects.find((one) => one.name === name) ?? null;
  const request = new Request(`http://localhost${path}`, { method: "POST" });
  const headTokens = createBlockReader(measure)(head).reduce((sum, { tokens }) => sum + tokens, 0);
  return (bytes) => {
    const reading = readToEnd(readBody({ body: { kind: "held", bytes }, dialect, path, request }));
    if (reading === null) return null;
    const transcript = transcriptOf(name, reading);
    return { bytes, transcript, pieces: placedPieces(transcript), headTokens };
  };
};

/** What is the same for every contender in a turn. */
type Scene = { readonly sent: ReadBody; readonly needles: readonly string[]; readonly outputTokens: number };

const sceneOf = (sent: ReadBody, { answer }: Turn): Scene => ({
  sent,
  needles: needlesIn(answer, sent.words),
  outputTokens: answer.flatMap(wordsIn).reduce((sum, word) => sum + measure(word), 0),
});

const none: NeedleCount = { all: 0, verbatim: 0, recoverable: 0 };

const createPlayer = (who: Pick<Outcome, "contender" | "vendor">, play: Play, bill: Billing, blocksOf: BlockReader) => {
  const sums: Sums = {
    ...{ ...who, turns: 0, costMicros: 0, inputTokens: 0, readTokens: 0, outputTokens: 0 },
    ...{ needles: none, lost: [], batches: 0, breaks: 0, unsound: [] },
  };
  const read = createBodyStream(blocksOf);
  const lost = new Set<string>();
  const take = async (request: Request, { sent, needles, outputTokens }: Scene): Promise<void> => {
    const { bytes, isBatch, replaced } = await play.send(request);
    const out = read(bytes);
    const { usage, costMicros } = bill(out.blocks, outputTokens);
    sums.turns++;
    sums.costMicros += costMicros;
    sums.inputTokens += usage.inputTokens ?? 0;
    sums.readTokens += usage.cacheReadTokens ?? 0;
    sums.outputTokens += outputTokens;
    const stack = { forwarded: out.words, replaced, originalOf: play.originalOf };
    sums.needles = sumOf(
      sums.needles,
      countNeedles(needles, stack, (one) => lost.add(one)),
    );
    if (!out.goesOn) sums[isBatch ? "batches" : "breaks"]++;
    const unsound = out.goesOn ? unsoundAt(sent.fresh, out.fresh) : unsoundAt(bodyIn(request.bytes), out.fresh[0]);
    if (unsound !== null) sums.unsound = [...sums.unsound, `turn ${sums.turns}: ${unsound}`];
  };
  return { take, outcome: (): Outcome => ({ ...sums, lost: [...lost] }) };
};

const sumOf = (a: NeedleCount, b: NeedleCount): NeedleCount => ({
  all: a.all + b.all,
  verbatim: a.verbatim + b.verbatim,
  recoverable: a.recoverable + b.recoverable,
});

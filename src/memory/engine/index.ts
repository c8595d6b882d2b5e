import type { Measure } from "../../core/dialect.ts";
import type { Edit } from "../../core/edit.ts";
import type { Decision, Forwarded, Made, MemoryMode, Originals, Replay } from "../../core/memory.ts";
import { Recent } from "../../lib/recent.ts";
import { misfitThoughts } from "../batch/misfit.ts";
import { regretsIn } from "../learning/regret.ts";
import type { Policy } from "../policy/index.ts";
import type { Moment } from "../policy/moment.ts";
import { idOf } from "../shrinkers/placeholder.ts";
import { frontierOf, type PlacedPiece, placedPieces, type Transcript } from "../transcript/transcript.ts";
import { type Ahead, nothingAhead } from "./ahead.ts";
import { editFor, replacement } from "./edits.ts";
import { changeOf, type Edited, forwardedOf } from "./forwarded.ts";
import { originalsOf } from "./originals.ts";
import { type Fresh, lookupIn, type Planning, planned } from "./plan.ts";
import { Replacements } from "./replacements.ts";

/** What an engine is made of. */
export type EngineOptions = {
  readonly replay: Replay;
  readonly originals: Pick<Originals, "keep"> & Partial<Pick<Originals, "pinned">>;
  readonly measure: Measure;
  /** A clock in milliseconds that never goes back. */
  readonly tick: () => number;
  /** Hears that something went wrong and nothing new was left out; `what` holds nothing of anybody's. */
  readonly onFailure: (what: string) => void;
};

/** How a request is to be treated. */
export type Asked = {
  readonly transcript: Transcript;
  /** Null = nothing new is left out; what was left out before still is. */
  readonly policy: Policy | null;
  readonly mode: MemoryMode;
  readonly moment: Moment;
  /** Whether it is told what shows that too much was left out before; it takes time to find. */
  readonly tellsRegrets?: boolean;
  /** What was made ready in the background; left out = nothing. */
  readonly ahead?: Ahead;
  /** For how long new things may be looked for, in milliseconds. */
  readonly budgetMs: number;
};

/** What a request becomes. */
export type Prepared = {
  readonly edits: readonly Edit[];
  readonly forwarded: Forwarded;
  /** How many answers have a thought that was sealed over something which a batch has changed since. */
  readonly misfitThoughts: number;
  readonly made: Made;
  /** What there is in the conversation, and what is decided for it. */
  readonly pieces: readonly PlacedPiece[];
  readonly decisions: ReadonlyMap<string, Decision>;
};

/** Leaves out of requests what need not be sent: what was decided once is kept to for ever, whatever happens to the rest. */
export type Engine = {
  readonly prepare: (asked: Asked) => Promise<Prepared>;
  /** A request has gone out as it came: when it is sent again, what is at its end has been sent already. */
  readonly passed: (transcript: Transcript) => void;
};

/** Pieces at the ends of requests that went out as they came, so many at most: their clients may send them again. */
const maxPassed = 50_000;

/** What goes out in the place of pieces, in UTF-16 units: some 40 MB. */
const maxReplaced = 20_000_000;

const none: ReadonlySet<string> = new Set();

type Decided = Fresh & { readonly originals: readonly string[] };

const nothing: Decided = { decisions: new Map(), batch: null, originals: [] };

/** An engine that keeps to what this replay holds. */
export const createEngine = (options: EngineOptions): Engine => {
  const gone = new Recent(maxPassed);
  const texts = new Replacements(maxReplaced);
  const isNew = ({ key }: PlacedPiece): boolean => !gone.has(key);
  const passed = (transcript: Transcript, pieces: readonly PlacedPiece[]): void => {
    const frontier = frontierOf(transcript);
    for (const { entry, key } of pieces) if (entry >= frontier) gone.add(key);
  };
  return {
    passed: (transcript) => passed(transcript, placedPieces(transcript)),
    prepare: async (asked) => {
      const { transcript } = asked;
      const pieces = placedPieces(transcript);
      const known = await options.replay.read(pieces.map(({ key }) => key));
      const lookup = lookupIn(transcript, pieces);
      const fresh = await decidedAnew(asked, { pieces, known, isNew, lookup }, options);
      const decisions = new Map([...known, ...fresh.decisions]);
      const regrets = asked.tellsRegrets === true ? regretsIn({ transcript, pieces, decisions, isNew, lookup }) : {};
      passed(transcript, pieces);
      const edited = editedPieces({ transcript, pieces, decisions, lookup }, texts);
      return {
        ...{ pieces, decisions },
        edits: edited.map(({ piece, text }) => editFor(transcript, piece, text)),
        forwarded: {
          ...forwardedOf({ ...asked, edited, fresh, changes: edited.map((one) => changeOf(transcript, one, fresh)) }),
          ...regrets,
        },
        misfitThoughts: misfitThoughts(transcript.entries, edited),
        made: {
          keys: [...fresh.decisions.keys()],
          originals: fresh.originals,
          isSealed: isSealed(transcript, edited[0]?.piece.entry ?? Number.POSITIVE_INFINITY),
        },
      };
    },
  };
};

/** What is decided anew, and is kept by now. Whatever goes wrong, nothing is. */
const decidedAnew = async (
  { transcript, policy, moment, budgetMs, ahead = nothingAhead }: Asked,
  found: Pick<Planning, "pieces" | "known" | "isNew" | "lookup">,
  { replay, originals, measure, tick, onFailure }: EngineOptions,
): Promise<Decided> => {
  if (policy === null) return nothing;
  try {
    const pinned = policy.batches ? await pinnedAmong(found.pieces, originals) : none;
    const endsAt = tick() + budgetMs;
    const hasTime = (): boolean => tick() < endsAt;
    const fresh = planned({ transcript, ...found, pinned, policy, moment, measure, ahead, hasTime });
    if (fresh.decisions.size === 0) return { ...fresh, originals: [] };
    const left = originalsOf(transcript, found.pieces, fresh.decisions);
    await originals.keep(left);
    await replay.write(fresh.decisions);
    return { ...fresh, originals: left.map(({ id }) => id) };
  } catch (thrown) {
    onFailure(thrown instanceof Error ? thrown.name : "unknown"); // its message may quote a body
    return nothing;
  }
};

/** The keys of pieces that a person wants to stay as they go out now: of those whose originals are pinned. */
const pinnedAmong = async (
  pieces: readonly PlacedPiece[],
  originals: EngineOptions["originals"],
): Promise<ReadonlySet<string>> => {
  const ids = await originals.pinned?.();
  if (ids === undefined || ids.size === 0) return none;
  return new Set(pieces.flatMap(({ key, hash }) => (ids.has(idOf(hash)) ? [key] : [])));
};

/** What all decisions come to, in the order of their pieces. */
const editedPieces = (
  {
    transcript,
    pieces,
    decisions,
    lookup,
  }: Pick<Planning, "transcript" | "pieces" | "lookup"> & Pick<Fresh, "decisions">,
  texts: Replacements,
): readonly Edited[] =>
  pieces.flatMap((piece) => {
    const decision = decisions.get(piece.key);
    if (decision === undefined || decision.steps.length === 0) return [];
    const text = texts.of(piece.key, decision, () => replacement(transcript, piece, decision, lookup));
    return text === null ? [] : [{ piece, decision, text }];
  });

/** Whether a thought that is sealed stands behind an entry. */
const isSealed = ({ entries }: Transcript, entry: number): boolean =>
  entries.some(({ isBound }, at) => isBound && at > entry);

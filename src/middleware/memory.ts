import type { Exchange } from "../core/exchange.ts";
import { type Forwarded, isEditing, type Made, type MemoryMode, type ModeChoice } from "../core/memory.ts";
import type { MiddlewareMaker, Next } from "../core/middleware.ts";
import type { Ahead } from "../memory/engine/ahead.ts";
import type { Asked, Engine, Prepared } from "../memory/engine/index.ts";
import type { Policy } from "../memory/policy/index.ts";
import { type Moment, usualMoment } from "../memory/policy/moment.ts";
import type { Transcript } from "../memory/transcript/transcript.ts";

/** What requests are made shorter with. */
export type MemoryServices = {
  readonly memory: {
    readonly engine: Engine;
    /** How the conversation of a request is to be treated; a promise only where its session has to be found first. */
    readonly modeOf: (exchange: Exchange) => ModeChoice | Promise<ModeChoice>;
    /** What that mode means for it; null = nothing new is left out. */
    readonly policyOf: (exchange: Exchange, mode: MemoryMode) => Policy | null;
    /** Asked where what has gone out may be changed; to find the conversation costs time. */
    readonly momentOf: (exchange: Exchange, policy: Policy) => Moment | Promise<Moment>;
    readonly transcriptOf: (exchange: Exchange) => Transcript | null;
    /** Whether anything was ever left out of any conversation: that is kept to in every mode. */
    readonly hasForwarded: () => boolean;
    /** For how long new things are looked for, in milliseconds. */
    readonly budgetMs: number;
    /** A request has ended of this conversation, and left this behind. */
    readonly onMade: (made: Made, session: string) => void;
    /** What was made ready in the background. */
    readonly ahead?: Ahead;
    /** Has asked in the background what later requests may need. Never throws. */
    readonly askAhead?: (exchange: Exchange, prepared: Prepared, asked: Asked) => void;
    /** The request is on its way: what was left out of it may be counted. Never throws. */
    readonly onSent?: (exchange: Exchange, transcript: Transcript, forwarded: Forwarded) => void;
    readonly onFailure: (what: string) => void;
  };
};

/** Leaves out of a request what need not be sent again. Trouble in here never stops a request. */
export const memory: MiddlewareMaker<MemoryServices> = {
  name: "memory",
  isOptional: true,
  create:
    ({ memory: services }) =>
    (exchange, next) => {
      if (!isReadable(exchange)) return next();
      const choice = services.modeOf(exchange);
      return choice instanceof Promise
        ? choice.then((found) => treated(exchange, found, services, next))
        : treated(exchange, choice, services, next);
    },
};

const treated = (
  exchange: Exchange,
  choice: ModeChoice,
  services: MemoryServices["memory"],
  next: Next,
): Promise<Response> => {
  exchange.notes.memory = choice;
  if (!isEditing(choice.mode) && !services.hasForwarded()) return next();
  return shortened(exchange, choice, services, next);
};

/** A conversation that we hold, and that the vendor does not hold a part of. */
const isReadable = ({ dialect, upgrade, body, request }: Exchange): boolean =>
  dialect !== null && upgrade === null && body.kind === "held" && !request.headers.has("content-encoding");

const shortened = async (
  exchange: Exchange,
  choice: ModeChoice,
  services: MemoryServices["memory"],
  next: Next,
): Promise<Response> => {
  const { mode } = choice;
  const { engine, policyOf, momentOf, transcriptOf, budgetMs, ahead, onMade, askAhead, onFailure } = services;
  let transcript: Transcript | null = null;
  try {
    transcript = transcriptOf(exchange);
    if (transcript !== null) {
      const policy = policyOf(exchange, mode);
      const moment = policy === null ? usualMoment : await momentOf(exchange, policy);
      const tellsRegrets = choice.by === "learned"; // nobody else asks for them
      const asked: Asked = { transcript, policy, mode, moment, budgetMs, tellsRegrets, ...(ahead && { ahead }) };
      const prepared = await engine.prepare(asked);
      exchange.edits = [...exchange.edits, ...prepared.edits];
      exchange.notes.forwarded = prepared.forwarded;
      exchange.notes.misfitThoughts = prepared.misfitThoughts;
      void exchange.outcome.then(() => belongs(exchange, prepared.made, onMade));
      askAhead?.(exchange, prepared, asked);
    }
  } catch (thrown) {
    onFailure(thrown instanceof Error ? thrown.name : "unknown"); // its message may quote a body
  }
  const answer = next();
  const { forwarded } = exchange.notes;
  if (transcript !== null && forwarded !== null) services.onSent?.(exchange, transcript, forwarded);
  return answer;
};

/** Whose conversation a request is, is found out while the vendor answers. */
const belongs = ({ notes }: Exchange, made: Made, onMade: MemoryServices["memory"]["onMade"]): void => {
  const id = notes.session?.id ?? null;
  if (id !== null && (made.keys.length > 0 || made.isSealed)) onMade(made, id);
};

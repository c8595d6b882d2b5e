import type { Loop } from "../budgets/loops.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import type { MiddlewareMaker, Next } from "../core/middleware.ts";
import type { Transcript } from "../memory/transcript/transcript.ts";
import type { Answered, Question } from "../state/budgets/asks.ts";
import type { Sessions } from "../state/sessions/index.ts";

/** What loops are found with. */
export type LoopServices = {
  /** Null = nobody looks before a request goes out. */
  readonly loops: {
    readonly onOver: "pause" | "stop";
    readonly find: (exchange: Exchange, session: string, transcript: Transcript) => Loop | null;
    /** Whether a person has let it go on so far. */
    readonly isAllowed: (session: string, loop: Loop) => boolean;
    readonly ask: (exchange: Exchange, question: Pick<Question, "about" | "why">) => Promise<Answered>;
  } | null;
  readonly sessions: Pick<Sessions, "find" | "expect" | "transcript">;
};

/** Stops a conversation that goes round in circles, or asks first. */
export const loops: MiddlewareMaker<LoopServices> = {
  name: "loops",
  isOptional: true,
  create: ({ loops: services, sessions }) => {
    if (services === null) return (_, next) => next();
    return (exchange, next) => (isReadable(exchange) ? looked(exchange, next, services, sessions) : next());
  },
};

const isReadable = ({ dialect, upgrade, body }: Exchange): boolean =>
  dialect !== null && upgrade === null && body.kind === "held";

const looked = async (
  exchange: Exchange,
  next: Next,
  services: NonNullable<LoopServices["loops"]>,
  sessions: LoopServices["sessions"],
): Promise<Response> => {
  sessions.expect(exchange);
  const transcript = sessions.transcript(exchange);
  const session = transcript === null ? null : ((await sessions.find(exchange))?.id ?? null);
  if (transcript === null || session === null || exchange.notes.session?.isUtility === true) return next();
  const loop = services.find(exchange, session, transcript);
  if (loop === null || services.isAllowed(session, loop)) return next();
  const error = new ProxyError("loop_detected", `This looks like a loop: ${loop.why}.`, {
    hint: `Tell the agent what to do instead, or let it go on: proxy-cli budget allow ${session}`,
  });
  if (services.onOver === "stop") throw error;
  exchange.keepOpen(); // a connection on which nothing happens would be closed meanwhile
  const answered = await services.ask(exchange, { about: session, why: error.message });
  if (answered === "allowed") return next();
  throw unanswered(error, answered);
};

/** Why it does not go on. */
const unanswered = ({ message, hint }: ProxyError, answered: Exclude<Answered, "allowed">): ProxyError => {
  if (answered === "left") return new ProxyError("client_left", "The client left while a person was asked.");
  const told = { hint: hint ?? "" };
  return answered === "late"
    ? new ProxyError("loop_detected", `${message} Nobody has let it go on in time.`, told)
    : new ProxyError("stopped_by_user", `${message} It was stopped in the proxy.`, told);
};

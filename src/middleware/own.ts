import { ProxyError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import type { OwnRunner, OwnVerdict, RequestFacts } from "../core/own-middleware.ts";
import { toldHeaders } from "../core/told-headers.ts";

/** The user's own middleware, in their order, and who hears when one of them fails. */
export type OwnServices = {
  readonly own: readonly OwnRunner[];
  /** `passes` = the request goes on all the same. */
  readonly ownFailed: (failure: {
    readonly id: string;
    readonly name: string;
    readonly why: string;
    readonly passes: boolean;
  }) => void;
};

/** Asks middleware of the user's about each request: it may add headers, leave a note, or refuse. */
export const own: MiddlewareMaker<OwnServices> = {
  name: "own",
  isOptional: true,
  create: ({ own: runners, ownFailed }) => {
    if (runners.length === 0) return (_, next) => next();
    const verdictOf = async (runner: OwnRunner, exchange: Exchange): Promise<OwnVerdict | null> => {
      try {
        return await runner.ask(factsOf(exchange));
      } catch (cause) {
        const passes = runner.onError === "pass";
        const why = cause instanceof Error ? cause.message : typeof cause;
        ownFailed({ id: exchange.id, name: runner.name, why, passes });
        if (passes) return null;
        throw new ProxyError("internal", `The middleware ${runner.name} failed.`, {
          hint: "See: proxy-cli logs; or let requests pass then, with on_error: pass.",
          cause,
        });
      }
    };
    return async (exchange, next) => {
      for (const runner of runners) {
        const verdict = await verdictOf(runner, exchange);
        if (verdict !== null) take(verdict, runner, exchange);
      }
      return next();
    };
  },
};

const take = ({ headers, note, refusal }: OwnVerdict, { name }: OwnRunner, { notes }: Exchange): void => {
  if (headers.length > 0) notes.added = [...notes.added, ...headers];
  if (note !== null) notes.remarks = [...notes.remarks, { by: name, text: note }];
  if (refusal === null) return;
  throw new ProxyError(
    "middleware_refused",
    `The middleware ${name} refuses this: ${refusal.replace(/[.\s]+$/, "")}.`,
    {
      hint: "It is yours: see middlewares in config.yaml.",
    },
  );
};

const factsOf = ({ id, startedAt, request, path, dialect, client, notes }: Exchange): RequestFacts => ({
  id,
  at: new Date(startedAt).toISOString(),
  method: request.method,
  path,
  dialect: dialect?.name ?? null,
  client,
  model: notes.model,
  stream: notes.stream,
  upstream: notes.upstream,
  session: notes.session?.id ?? null,
  bytes: notes.bytesIn,
  headers: toldHeaders(request.headers),
});

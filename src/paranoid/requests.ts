import type { Body, Exchange, Target } from "../core/exchange.ts";
import type { Forward } from "../core/middleware.ts";
import { switchingProtocols } from "../core/socket.ts";
import type { Broken } from "./violations.ts";

type Pipeline = (exchange: Exchange) => Promise<Response>;

/** What is remembered of a request under way. */
type Seen = { readonly body: Body; readonly hash: number | bigint; readonly answers: Set<Response> };

/** The way of a request through the middleware. */
export type Requests = {
  readonly pipeline: (run: Pipeline) => Pipeline;
  readonly forward: (forward: Forward) => Forward;
  readonly leaves: (exchange: Exchange, target: Target) => void;
};

const hashOf = (body: Body): number | bigint => (body.kind === "held" ? Bun.hash(body.bytes) : 0);

/**
 * The body that was taken is the one that leaves and stays as it was, the answer that comes back is the upstream's own
 * (I-03), and it is the answer to this request and to no other (I-05).
 */
export const watchRequests = (broken: Broken): Requests => {
  const underWay = new WeakMap<Exchange, Seen>();
  const checkBody = ({ id, body }: Exchange, seen: Seen, isOver: boolean): void => {
    const isItself = body === seen.body || (isOver && body.kind === "gone");
    if (!isItself || hashOf(seen.body) !== seen.hash)
      broken("I-03", `${id}: the request's body is not the one that the client sent`);
  };
  return {
    pipeline: (run) => async (exchange) => {
      const { id, body } = exchange;
      const seen: Seen = { body, hash: hashOf(body), answers: new Set() };
      underWay.set(exchange, seen);
      void exchange.outcome.then(() => checkBody(exchange, seen, true));
      const answer = await run(exchange);
      if (answer.status === switchingProtocols) return answer; // a WebSocket: what follows is no answer
      if (answer.headers.get("x-proxy-request-id") !== id) broken("I-05", `${id}: got the answer to another request`);
      if (seen.answers.size > 0 && !seen.answers.has(answer))
        broken("I-03", `${id}: the answer is not the one that the upstream gave`);
      return answer;
    },
    forward: (forward) => async (exchange, target) => {
      const answer = await forward(exchange, target);
      underWay.get(exchange)?.answers.add(answer);
      return answer;
    },
    leaves: (exchange) => {
      const seen = underWay.get(exchange);
      if (seen === undefined) return broken("I-03", `${exchange.id}: leaves without having come in`);
      checkBody(exchange, seen, false);
    },
  };
};

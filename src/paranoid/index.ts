import type { Accounts } from "../core/accounts.ts";
import { failures } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import type { Forward } from "../core/middleware.ts";
import type { Upstream } from "../core/provider.ts";
import type { Witness } from "../core/witness.ts";
import { answerWitness } from "./answer.ts";
import { type Figures, keepBooks } from "./books.ts";
import { watchDestinations } from "./destinations.ts";
import { watchRequests } from "./requests.ts";
import { type Broken, countViolations, type Violations } from "./violations.ts";

type Pipeline = (exchange: Exchange) => Promise<Response>;

/** Looks on while the daemon works and tells where something that must always hold does not. Changes nothing. */
export type Paranoid = {
  readonly witness: Witness;
  readonly accounts: (accounts: Accounts) => Accounts;
  /** The pipeline of this configuration, looked on at. */
  readonly pipeline: (generation: number, run: Pipeline) => Pipeline;
  readonly forward: (forward: Forward) => Forward;
  /** This configuration is in force from now on. */
  readonly committed: (generation: number, upstreams: readonly Upstream[]) => void;
  /** An answer is about to leave through the data port. */
  readonly answered: (answer: Response) => void;
  readonly compare: (figures: Figures) => void;
  readonly atRest: (figures: Figures) => void;
  readonly violations: () => Violations;
};

/** Watches the invariants I-01 to I-12 of one daemon; `tell` hears of each that is broken. */
export const createParanoid = (tell: Broken): Paranoid => {
  const { broken, counts } = countViolations(tell);
  const books = keepBooks(broken);
  const destinations = watchDestinations(broken);
  const requests = watchRequests(broken);
  return {
    witness: {
      leaves: (exchange, target, headers) => {
        requests.leaves(exchange, target);
        destinations.leaves(exchange, target, headers);
      },
      answers: (exchange, answer) => answerWitness(exchange, answer, broken),
    },
    accounts: (accounts) => ({
      ...accounts,
      open: (exchange) => {
        books.open(exchange);
        accounts.open(exchange);
      },
      close: (exchange, outcome) => {
        books.close(exchange, outcome);
        accounts.close(exchange, outcome);
      },
    }),
    pipeline: (generation, run) => {
      const watched = requests.pipeline(run);
      return (exchange) => {
        destinations.began(exchange, generation);
        return watched(exchange);
      };
    },
    forward: requests.forward,
    committed: destinations.committed,
    answered: (answer) => {
      if (answer.status < 400 || answer.headers.has("x-proxy-upstream")) return;
      const name = answer.headers.get("x-proxy-error") ?? "";
      if (!Object.hasOwn(failures, name)) broken("I-11", `a refusal with ${answer.status} and the name "${name}"`);
    },
    compare: books.compare,
    atRest: books.atRest,
    violations: counts,
  };
};

import type { Accounts } from "../core/accounts.ts";
import { failures } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import type { Forward } from "../core/middleware.ts";
import type { Upstream } from "../core/provider.ts";
import type { Witness } from "../core/witness.ts";
import { answerWitness } from "./answer.ts";
import { type Figures as BookFigures, type Books, keepBooks } from "./books.ts";
import { type Bound, watchBounds } from "./bounds.ts";
import { watchConserved } from "./conserved.ts";
import { type DelayFigures, watchDelays } from "./delays.ts";
import { watchDestinations } from "./destinations.ts";
import { type OpenFiles, watchFiles } from "./files.ts";
import { watchRequests } from "./requests.ts";
import { type Broken, countViolations, type Violations } from "./violations.ts";

type Pipeline = (exchange: Exchange) => Promise<Response>;

/** What the daemon says of itself at one moment. */
export type Figures = BookFigures & OpenFiles & { readonly bounds: readonly Bound[] };

/** What was found since the start. */
export type Found = { readonly violations: Violations; readonly delay: DelayFigures };

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
  /** Compares the daemon's books with others; to be called now and then. */
  readonly compare: () => void;
  /** The same when everything has ended: nothing may be left over. */
  readonly atRest: () => void;
  readonly found: () => Found;
  /** How often anything was broken. */
  readonly total: () => number;
};

/** Longer than anything is kept open for the next request. */
const restMs = 65_000;

/** What it looks at beside the traffic. */
type Sources = Parameters<typeof watchDelays>[1] & { readonly figures: () => Figures };

/** Watches the invariants I-01 to I-12 of one daemon; `tell` hears of each that is broken. */
export const createParanoid = (tell: Broken, { figures, ...clocks }: Sources): Paranoid => {
  const { broken, counts } = countViolations(tell);
  const books = keepBooks(broken);
  const delays = watchDelays(broken, clocks);
  const lookAtEdits = watchConserved(broken);
  const [lookAtBounds, lookAtFiles] = [watchBounds(broken), watchFiles(broken, clocks.tick, restMs)];
  const destinations = watchDestinations(broken);
  const requests = watchRequests(broken);
  return {
    witness: {
      leaves: (exchange, target, headers) => {
        requests.leaves(exchange, target);
        destinations.leaves(exchange, target, headers);
        lookAtEdits(exchange);
      },
      answers: (exchange, answer, anew) => answerWitness(exchange, answer, anew, { broken, delays }),
    },
    accounts: (accounts) => besideBooks(books, accounts),
    pipeline: (generation, run) => {
      const watched = requests.pipeline(run);
      return (exchange) => {
        destinations.began(exchange, generation);
        return watched(exchange);
      };
    },
    forward: requests.forward,
    committed: destinations.committed,
    answered: (answer) => lookAtName(answer, broken),
    compare: () => {
      const now = figures();
      books.compare(now);
      lookAtBounds(now.bounds);
      lookAtFiles(now);
    },
    atRest: () => books.atRest(figures()),
    found: () => ({ violations: counts(), delay: delays.figures() }),
    total: () => Object.values(counts()).reduce((sum, count) => sum + count, 0),
  };
};

/** Accounts that are kept in these books, too. */
const besideBooks = (books: Books, accounts: Accounts): Accounts => ({
  ...accounts,
  open: (exchange) => {
    books.open(exchange);
    accounts.open(exchange);
  },
  close: (exchange, outcome) => {
    books.close(exchange, outcome);
    accounts.close(exchange, outcome);
  },
});

/** A refusal of ours has a name out of the list (I-11). */
const lookAtName = ({ status, headers }: Response, broken: Broken): void => {
  if (status < 400 || headers.has("x-proxy-upstream")) return;
  const name = headers.get("x-proxy-error") ?? "";
  if (!Object.hasOwn(failures, name)) broken("I-11", `a refusal with ${status} and the name "${name}"`);
};

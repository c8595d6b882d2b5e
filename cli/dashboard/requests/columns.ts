import { answeredBy } from "../../output/ending.ts";
import { cost, exactly, percent, roughly, timeOfDay, unknown, waited } from "../../output/units.ts";
import { type ListedRequest, tookMs } from "../data/requests.ts";
import { type Span, span } from "../frame/line.ts";
import { signOf } from "./sign.ts";

/** One of the columns of a list of requests. */
export type Column = {
  readonly title: string;
  /** At least so wide; a number is shown whole, however long it is. */
  readonly width: number;
  readonly right?: boolean;
  /** A text may be cut; never shown wider than this, but in wide columns. */
  readonly most?: number;
  /** Where it is cut its end is shown: what begins alike is told apart by that. */
  readonly differsAtEnd?: boolean;
  readonly cell: (request: ListedRequest, now: number) => Span;
};

/** Every column by the name that the layout has for it. */
export const columns = {
  clock: { title: "TIME", width: 8, cell: ({ startedAt }) => span(timeOfDay(startedAt), "muted") },
  st: {
    title: "ST",
    width: 3,
    cell: (request) => {
      const { sign, meaning } = signOf(request);
      return span(sign, meaning);
    },
  },
  end: { title: "END", width: 3, cell: ({ outcome }) => span(outcome ?? unknown, "muted") },
  client: { title: "CLIENT", width: 6, most: 11, cell: ({ client }) => span(client ?? unknown) },
  session: { title: "SESSION", width: 8, most: 8, differsAtEnd: true, cell: ({ session }) => span(session ?? unknown) },
  upstream: { title: "UPSTREAM", width: 8, most: 10, cell: (request) => span(answeredBy(request) ?? unknown) },
  model: { title: "MODEL", width: 11, most: 24, cell: (request) => span(modelText(request)) },
  in: { title: "IN", width: 5, right: true, cell: (request) => span(roughly(inputOf(request))) },
  cached: { title: "CACHED", width: 6, right: true, cell: (request) => span(cachedShare(request)) },
  out: { title: "OUT", width: 6, right: true, cell: (request) => span(outputOf(request)) },
  ttft: { title: "TTFT", width: 6, right: true, cell: ({ ttftMs }) => span(waited(ttftMs)) },
  time: { title: "TIME", width: 6, right: true, cell: (request, now) => span(waited(tookMs(request, now))) },
  cost: { title: "COST", width: 7, right: true, cell: (request) => span(costOf(request)) },
  saved: { title: "SAVED", width: 5, right: true, cell: (request) => span(savedShare(request), "saved") },
} as const satisfies Readonly<Record<string, Column>>;

/** The name of a column. */
export type ColumnName = keyof typeof columns;

/** The model that answered; behind an arrow where another one was asked for there than the client did. */
const modelText = ({ model, modelUsed, modelSent }: ListedRequest): string => {
  const shown = modelUsed ?? modelSent ?? model ?? unknown;
  return modelSent === null ? shown : `→ ${shown}`;
};

/** What a request cost, `~` where an estimate is in it. */
export const costOf = ({ costMicros, costKind }: Pick<ListedRequest, "costMicros" | "costKind">): string =>
  cost({ costMicros, estimatedCost: costKind === "estimated" ? 1 : 0 });

/** Output tokens: with `+` while they grow, with `~` where the end did not come that would have told; of an answer of earlier its own. */
export const outputOf = ({ outputTokens, avoidedOutputTokens, outcome, costKind }: ListedRequest): string => {
  if (outputTokens === null) return avoidedOutputTokens === null ? unknown : exactly(avoidedOutputTokens);
  if (outcome === null) return `${exactly(outputTokens)}+`;
  return `${outcome !== "--" && costKind === "estimated" ? "~" : ""}${exactly(outputTokens)}`;
};

/** How much of the input came from the vendor's cache. */
export const cachedShare = ({ inputTokens, cacheReadTokens }: ListedRequest): string =>
  inputTokens === null || cacheReadTokens === null || inputTokens === 0
    ? unknown
    : percent(cacheReadTokens / inputTokens);

/** Input tokens; of an answer of earlier those that it took then. */
const inputOf = ({ inputTokens, avoidedInputTokens }: ListedRequest): number | null =>
  inputTokens ?? avoidedInputTokens;

/** How much smaller the proxy made the input; all of it where it asked nobody. */
const savedShare = ({ inputTokens, savedTokens, answerCache }: ListedRequest): string => {
  if (answerCache === "hit") return percent(1);
  return savedTokens === 0 || inputTokens === null ? unknown : `-${percent(savedTokens / (inputTokens + savedTokens))}`;
};

import type { RequestDetail } from "../../../src/core/request-detail.ts";
import { answerTo } from "../../dashboard/data/answers.ts";
import { toldOutcome } from "../../dashboard/request/outcome.ts";
import { countedBy } from "../../dashboard/request/usage.ts";
import { cachedShare, costOf, outputOf } from "../../dashboard/requests/columns.ts";
import { signOf } from "../../dashboard/requests/sign.ts";
import { bytes, dayAndTime, exactly, money, percent, unknown, waited } from "../../output/units.ts";
import { conversation, edits } from "../parts/conversation.ts";
import { facts, table } from "../parts/facts.ts";
import { card, empty, sign } from "../parts/figure.ts";
import { timeline } from "../parts/timeline.ts";
import { addressOf, at } from "../route.ts";
import type { State } from "../state.ts";
import { type Element, h, type View } from "../view/element.ts";

/** What a request can be looked at by, by the word in the address. */
const tabs = {
  conversation: "Conversation",
  edits: "Before and after",
  bill: "Tokens and cost",
  headers: "Headers",
} as const;

type Tab = keyof typeof tabs;

/** One request, as much as is known of it. */
export const requestScreen = (state: State, id: string): readonly View[] => {
  const detail = answerTo(state.data.answers, "request", { id });
  const { tab: _, ...list } = state.route.query;
  const back = h(
    "p",
    { class: "back" },
    h("a", { href: addressOf(at("requests", null, list)) }, "← Requests"),
    h("code", {}, id),
  );
  if (detail === null) return [back, card("Request", null, empty(whyNone(state, id)))];
  const tab = tabIn(state);
  return [
    back,
    h("div", { class: "two" }, about(detail, state.now), card("Timeline", null, timeline(detail, state.now))),
    h("section", { class: "card" }, tabBar(state, id, tab, detail), h("div", { key: tab }, contents[tab](detail))),
  ];
};

const whyNone = ({ data }: State, id: string): string =>
  `request ${JSON.stringify({ id })}` in data.answers
    ? "Nobody knows this request any more: the ledger does not have it."
    : "Asking the proxy …";

const tabIn = ({ route }: State): Tab => {
  const named = route.query["tab"] ?? "";
  return Object.hasOwn(tabs, named) ? (named as Tab) : "conversation"; // one of its own names
};

const tabBar = (state: State, id: string, tab: Tab, { edits: changed }: RequestDetail): Element =>
  h(
    "nav",
    { class: "tabs", "aria-label": "Views of the request" },
    ...Object.entries(tabs).map(([name, title]) =>
      h(
        "a",
        {
          class: name === tab ? "here" : "",
          "aria-current": name === tab ? "true" : null,
          href: addressOf(at("requests", id, { ...state.route.query, tab: name })),
        },
        name === "edits" && changed.length > 0 ? `${title} (${changed.length})` : title,
      ),
    ),
  );

const about = (detail: RequestDetail, now: number): Element => {
  const { summary, running } = detail;
  const of = summary ?? running;
  if (of === null) return card("Request", null, empty("Nothing is known of it."));
  const outcome = summary === null ? null : toldOutcome(summary);
  const { sign: word, meaning } = signOf(summary ?? { outcome: null, status: null });
  const model = summary?.modelUsed ?? of.modelSent ?? of.model ?? unknown;
  return h(
    "section",
    { class: "card" },
    h(
      "header",
      {},
      h("h1", {}, sign(word, meaning), ` ${model}`),
      h("span", { class: "note" }, dayAndTime(of.startedAt, now)),
    ),
    facts([
      ["Outcome", outcome === null ? `runs for ${waited(Math.max(0, now - of.startedAt))}` : outcome.what],
      ["Client got", outcome?.got ?? null],
      ["Why", outcome?.why ?? null],
      ["Next", outcome?.next ?? null],
      [
        "Upstream",
        [of.upstream ?? "none: it never left", detail.attempts > 1 ? `, ${exactly(detail.attempts)} tries` : null],
      ],
      ["Chosen by", detail.rule],
      ["Client", `${of.client ?? "unknown program"}   ${of.method} ${of.path}`],
      [
        "Session",
        of.session === null
          ? null
          : h(
              "a",
              { href: addressOf(at("sessions", of.session)) },
              `${of.session}${of.turn === null ? "" : ` turn ${exactly(of.turn)}`}`,
            ),
      ],
      ["Translated", of.translated],
      ["Cost", summary === null ? "known at its end" : costWords(summary)],
    ]),
  );
};

const costWords = (summary: NonNullable<RequestDetail["summary"]>): string =>
  summary.costKind === "none"
    ? "$0: nothing is billed for it"
    : summary.costMicros === null
      ? "unknown: no price for this model, or nobody told the counts"
      : costOf(summary);

const contents: Readonly<Record<Tab, (detail: RequestDetail) => readonly View[]>> = {
  conversation,
  edits,
  bill: (detail) => bill(detail),
  headers: ({ url, request, answer }) => [
    facts([["Address", url]]),
    h("h3", {}, `Request, ${bytes(request.bytes)}`),
    headersOf(request.headers),
    h("h3", {}, answer === null ? "Answer: none" : `Answer ${answer.status ?? unknown}, ${bytes(answer.bytes)}`),
    answer === null ? null : headersOf(answer.headers),
    h("p", { class: "note" }, "Of headers that could hold a secret only the name is shown."),
  ],
};

const headersOf = (headers: RequestDetail["request"]["headers"]): Element =>
  headers.length === 0
    ? empty("They are not known any more.")
    : h(
        "dl",
        { class: "facts headers" },
        ...headers.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
      );

const bill = ({ summary, costLines, cache, remarks }: RequestDetail): readonly View[] => {
  if (summary === null) return [empty("Known at its end.")];
  const count = (tokens: number | null): string => (tokens === null ? unknown : exactly(tokens));
  const read = cachedShare(summary);
  return [
    facts([
      ["Input", `${count(summary.inputTokens)} tokens${read === unknown ? "" : `, ${read} from the vendor's cache`}`],
      ["Output", `${outputOf(summary)} tokens`],
      ["Counted by", countedBy(summary)],
      [
        "Saved",
        summary.savedTokens === 0 ? null : `${exactly(summary.savedTokens)} tokens, ${money(summary.savedMicros)} net`,
      ],
      [
        "Cache",
        cache === null
          ? null
          : `${percent(cache.readShare)} of the input was read from it${cache.why === null ? "" : `; ${cache.why}`}`,
      ],
      ...remarks.map(({ by, text }) => ["Remark", `${by}: ${text}`] as const),
    ]),
    costLines.length === 0
      ? empty(costWords(summary))
      : table(
          "The bill",
          ["", "count", "cost"],
          [
            ...costLines.map(({ what, count: number, micros }) => [what, exactly(number), money(micros)]),
            ["together", "", costOf(summary)],
          ],
        ),
  ];
};

import { cost, costUnknown, dayAndTime, lasted, money, percent, roughly, unknown } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import type { Detail } from "./view.ts";

/** A conversation's figures for people to pass on: a page of Markdown, without a word that was said in it. */
export const markdownOf = ({ session, requests }: Detail, now: number): readonly string[] => {
  const { id, client, startedAt, lastAt, model, upstream, savedTokens, savedMicros, cacheBreaks, cacheBreakMicros } =
    session;
  const broken = requests.filter(({ cacheBreak }) => cacheBreak !== null);
  return [
    `# Session ${id}`,
    "",
    `- program: ${cell(client)}, model ${cell(model)} at ${cell(upstream)}`,
    ...(startedAt === null || lastAt === null
      ? []
      : [`- ${dayAndTime(startedAt, now)}, for ${lasted(lastAt - startedAt)}`]),
    `- cost: ${[cost(session), costUnknown(session)].filter((part) => part !== "").join(" ")}`,
    `- tokens: in ${roughly(session.inputTokens)} (${percent(session.cachedShare)} from the vendor's cache), out ${roughly(session.outputTokens)}`,
    ...(savedTokens === 0 ? [] : [`- saved: ${roughly(savedTokens)} tokens, ${money(savedMicros)} net`]),
    ...(cacheBreaks === 0 ? [] : [`- cache lost: ${cacheBreaks} times, ${money(cacheBreakMicros)} more`]),
    "",
    "| turn | time | model | in | cached | out | cost | status |",
    "| ---: | --- | --- | ---: | ---: | ---: | ---: | --- |",
    ...requests.map((request) => `| ${rowOf(request).join(" | ")} |`),
    ...(broken.length === 0 ? [] : ["", "## Where the cache was lost", ""]),
    ...broken.map(
      ({ turn, cacheBreak, cacheBreakMicros: micros }) =>
        `- turn ${turn ?? unknown}: ${cell(cacheBreak)} (${money(micros)})`,
    ),
  ];
};

const rowOf = (request: Detail["requests"][number]): readonly string[] => {
  const {
    turn,
    startedAt,
    modelUsed,
    model,
    inputTokens,
    cacheReadTokens: read,
    outputTokens,
    status,
    outcome,
  } = request;
  const estimatedCost = request.costKind === "estimated" ? 1 : 0;
  return [
    turn === null ? "beside" : String(turn),
    new Date(startedAt).toISOString(),
    cell(modelUsed ?? model),
    roughly(inputTokens),
    read === null || !inputTokens ? unknown : percent(read / inputTokens),
    roughly(outputTokens),
    cost({ costMicros: request.costMicros, estimatedCost }),
    `${status ?? unknown}${outcome === "--" ? "" : ` ${outcome}`}`,
  ];
};

/** Nothing in a name is a sign of Markdown. */
const cell = (text: string | null): string => visible(text ?? unknown).replaceAll(/[\\`*_[\]<>|#]/g, "\\$&");

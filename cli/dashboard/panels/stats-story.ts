import { counted, money, percent, roughly } from "../../output/units.ts";
import { storyOf, trendOf } from "../../stats/story.ts";
import { beforeOf, periodOf, statsOf } from "../data/stats.ts";
import { type Line, line, lineOf, span } from "../frame/line.ts";
import { firstFitting } from "../frame/parts.ts";
import { wrapped } from "../frame/wrap.ts";
import type { Panel } from "../panel.ts";

/** What the vendors' caches were good for, what was saved, and what the figures say beyond the table. */
export const statsStory: Panel = (state, now, { columns, rows }) => {
  const title = "Cache and cost";
  const stats = statsOf(state, now);
  if (stats === null || stats.total.requests === 0) return { title, lines: [] };
  const { total } = stats;
  const before = beforeOf(state, now);
  const trend = before === null ? "" : trendOf(total, before, periodOf(state, now).before.words);
  const told = [...storyOf(total).filter((sentence) => !sentence.startsWith("the vendor's cache")), trend];
  const sentences = told.filter((sentence) => sentence !== "").flatMap((one) => wrapped(one, columns - 2));
  return {
    title,
    lines: [
      ...cacheLines(total),
      ...answerLines(total, columns),
      ...sentences.map((one): Line => line(` ${one}`, { tone: "muted" })),
    ].slice(0, rows),
  };
};

type Figures = Parameters<typeof storyOf>[0];

const cacheLines = ({
  cachedShare,
  cacheReadTokens,
  cacheWriteTokens,
  cacheBreaks,
  cacheBreakMicros,
}: Figures): readonly Line[] => [
  lineOf(
    ` Cache   ${cachedShare === null ? "" : `${percent(cachedShare)} `}read (${roughly(cacheReadTokens)}), ${roughly(cacheWriteTokens)} written`,
  ),
  cacheBreaks === 0
    ? lineOf(" Breaks  none")
    : lineOf(
        " Breaks  ",
        span(`! ${counted(cacheBreaks, "time")}`, "warning"),
        cacheBreakMicros === null ? "" : `, ${money(cacheBreakMicros)} more paid`,
      ),
];

/** What our own cache of answers was good for; nothing where it was not asked. */
const answerLines = (
  { answerHits, answerMisses, answerHitShare, avoidedTokens, avoidedMicros }: Figures,
  columns: number,
): readonly Line[] => {
  if (answerHits + answerMisses === 0) return [];
  const hits = lineOf(` Hits    ${percent(answerHitShare)} of ${counted(answerHits + answerMisses, "answer")}`);
  if (answerHits === 0) return [hits];
  const worth = span(avoidedMicros === null ? `${roughly(avoidedTokens)} tokens` : money(avoidedMicros), "saved");
  const short = [...hits, span(", "), worth];
  return [firstFitting([[...short, span(" not spent again")], short, hits], columns)];
};

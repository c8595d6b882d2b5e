import { exactly, lasted, money, roughly } from "../../output/units.ts";
import type { Hits } from "../data/hits.ts";
import { type Line, type Span, span } from "../frame/line.ts";

/** `12 of 35, $0.20`: how often an answer was given again, and what that did not cost; shorter forms behind. */
export const hitForms = (hits: Hits): readonly Line[] => {
  const { answerHits, answerMisses } = hits;
  if (answerHits + answerMisses === 0) return [[span("none yet", "muted")]];
  const count = span(
    `${exactly(answerHits)} of ${exactly(answerHits + answerMisses)}`,
    answerHits > 0 ? "saved" : "muted",
  );
  const worth = worthOf(hits);
  return worth === null ? [[count]] : [[count, span(", "), worth], [count]];
};

/** The same with the worth first, as what was saved is told, and with the time that nobody waited. */
export const hitDetailForms = (hits: Hits): readonly Line[] => {
  const { answerHits, answerMisses, avoidedMs } = hits;
  const worth = worthOf(hits);
  if (worth === null) return [[span(answerMisses === 0 ? "nothing yet" : `none of ${exactly(answerMisses)}`, "muted")]];
  const count = `   ${exactly(answerHits)} of ${exactly(answerHits + answerMisses)}`;
  const time = avoidedMs === null ? "" : `, ~${lasted(avoidedMs)}`;
  return [
    [worth, span(`${count}${time}${time === "" ? "" : " not waited for"}`, "muted")],
    [worth, span(`${count}${time}`, "muted")],
    [worth, span(count, "muted")],
    [worth],
  ];
};

/** What was not spent again; tokens where no price is known, null where there was no hit. */
const worthOf = ({ answerHits, avoidedTokens, avoidedMicros }: Hits): Span | null => {
  if (answerHits === 0) return null;
  return span(avoidedMicros === null ? `${roughly(avoidedTokens)} tokens` : money(avoidedMicros), "saved");
};

import type { RequestDetail } from "../../../src/core/request-detail.ts";
import { exactly, waited } from "../../output/units.ts";
import { type Element, h } from "../view/element.ts";

/** A stretch of time on the way of a request. */
type Stretch = {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly says: string;
  readonly tone: string;
};

/** The steps of a request as bars under one scale, each with its words; the longest silence below. */
export const timeline = (detail: RequestDetail, now: number): Element => {
  const total = totalMs(detail, now);
  const { longestGapMs, longestGapAtMs } = detail.timeline;
  return h(
    "div",
    { class: "timeline" },
    ...stretchesOf(detail, total).map((stretch) => bar(stretch, total)),
    longestGapMs === null
      ? null
      : h(
          "p",
          { class: "note" },
          `longest silence ${waited(longestGapMs)}${longestGapAtMs === null ? "" : ` at ${waited(longestGapAtMs)}`}`,
        ),
  );
};

const totalMs = ({ timeline: { endMs }, summary, running }: RequestDetail, now: number): number =>
  Math.max(endMs ?? summary?.durationMs ?? now - (running?.startedAt ?? now), 0.001);

const stretchesOf = (
  { timeline: times, routed: { tries = [] }, running }: RequestDetail,
  total: number,
): readonly Stretch[] => {
  const { sentMs, firstByteMs, lastByteMs, pieces } = times;
  const begun = sentMs ?? 0;
  const tried = tries
    .filter(({ what }) => what !== "skipped")
    .map(({ upstream, reason, atMs, tookMs }) => ({
      ...{ name: "tried", fromMs: atMs, toMs: atMs + tookMs, says: `${upstream} ${reason}`, tone: "error" },
    }));
  const proxy =
    sentMs === null || tried.length > 0
      ? []
      : [{ name: "proxy", fromMs: 0, toMs: sentMs, says: `${waited(sentMs)} until sent`, tone: "muted" }];
  const to = firstByteMs ?? total;
  const waiting = {
    ...{ name: "wait", fromMs: begun, toMs: to, tone: "warning" },
    says: `${waited(to - begun)} ${firstByteMs === null ? (running === null ? "no answer" : "so far") : "to the first byte"}`,
  };
  if (firstByteMs === null) return [...tried, ...proxy, waiting];
  const end = running === null ? (lastByteMs ?? total) : total;
  const events = pieces === null ? "" : `, ${exactly(pieces)} ${pieces === 1 ? "piece" : "pieces"}`;
  const stream = {
    name: "stream",
    fromMs: firstByteMs,
    toMs: end,
    says: `${waited(end - firstByteMs)}${events}`,
    tone: "running",
  };
  return [...tried, ...proxy, waiting, stream];
};

const bar = ({ name, fromMs, toMs, says, tone }: Stretch, total: number): Element => {
  const [from, width] = [(fromMs / total) * 100, Math.max(0.6, ((toMs - fromMs) / total) * 100)];
  return h(
    "div",
    { class: "stretch" },
    h("span", { class: "name" }, name),
    h(
      "svg",
      { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      h("rect", { class: "rail", x: 0, y: 0, width: 100, height: 10 }),
      h("rect", {
        class: `part ${tone}`,
        x: Math.min(99.4, Math.round(from * 100) / 100),
        y: 0,
        width: Math.round(width * 100) / 100,
        height: 10,
      }),
    ),
    h("span", { class: "says" }, says),
  );
};

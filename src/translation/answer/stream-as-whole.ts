import type { ChatEvent } from "../../core/answer.ts";
import type { ErrorAnswer } from "../../core/dialect.ts";
import { statusOf } from "../../core/vendor-error.ts";
import { sseReader } from "../../lib/sse.ts";
import { assembled } from "./assembled.ts";
import { speakable } from "./failure.ts";
import { orderOf } from "./order.ts";
import { scaledUsage } from "./scale.ts";
import type { Way } from "./way.ts";

/** A stream that has come whole as one answer, or as the error that it ends with; null = it is not complete. */
export const streamAsWhole = (stream: string, way: Way): ErrorAnswer | null => {
  const { from, to, setting } = way;
  const events = from.eventReader();
  const order = orderOf(way);
  const told: ChatEvent[] = [];
  const say = (meant: readonly ChatEvent[]): void => {
    for (const event of meant) told.push(...order.take(event));
  };
  const frames = sseReader((event) => say(events.read(event)));
  frames.read(new TextEncoder().encode(stream));
  frames.end();
  say(events.end?.() ?? []);
  if (!order.isOver()) return null;
  const failed = told.find(({ type }) => type === "error");
  if (failed?.type !== "error") {
    const answer = assembled(told);
    const usage = answer.usage && scaledUsage(answer.usage, setting.scaleInput);
    return { status: 200, body: JSON.stringify(to.writeAnswer({ ...answer, usage }, setting.tell)) };
  }
  const { error } = failed;
  const head = { status: statusOf(error.kind), requestId: setting.requestId, retryAfterMs: error.retryAfterMs ?? null };
  return to.writeFailure(speakable(error, null), head);
};

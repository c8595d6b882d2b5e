import type { ChatEvent } from "../../core/answer.ts";
import type { StreamForm } from "../../core/dialect.ts";
import type { ProxyError } from "../../core/errors.ts";
import { eventStream } from "../../core/stream-form.ts";
import type { StreamTranslation } from "../../core/translation.ts";
import { type SseEvent, sseReader } from "../../lib/sse.ts";
import { speakable } from "./failure.ts";
import { orderOf } from "./order.ts";
import { scaledUsage } from "./scale.ts";
import type { Way } from "./way.ts";

/** How long a client is left without a byte while its vendor says nothing that it could be told, in milliseconds. */
const longestSilenceMs = 10_000;

/** What the client is written: the text of its stream so far, in its form. */
export type Written = {
  readonly write: (events: readonly ChatEvent[]) => string;
  /** The last word of a stream that breaks off. */
  readonly brokenOff: (reason: ProxyError) => string;
  readonly form: StreamForm;
};

/** A writer of this way's streams. */
export const writtenOn = ({ to, chat, setting }: Way): Written => {
  const writer = to.eventWriter(setting.tell);
  const form = to.streamForm?.(setting.query) ?? eventStream;
  const tellsUsage = setting.alwaysTellsUsage === true || (to.wantsUsage?.(chat) ?? true);
  const write = (event: ChatEvent): string => {
    if (event.type === "usage" && !tellsUsage) return "";
    if (event.type === "usage") return writer.write({ ...event, usage: scaledUsage(event.usage, setting.scaleInput) });
    return writer.write(event.type === "error" ? { ...event, error: speakable(event.error, null) } : event);
  };
  const last = (reason: ProxyError): string =>
    writer.breakOff?.(reason) ?? to.writeStreamError(reason, setting.requestId);
  return {
    form,
    brokenOff: (reason) => form.framed(last(reason)),
    write: (events) => form.framed(events.map(write).join("")),
  };
};

/** A stream as it goes: each event read in the vendor's words and written in the client's. */
export const streamTranslation = (way: Way): StreamTranslation => {
  const { setting } = way;
  const events = way.from.eventReader();
  const order = orderOf(way);
  const { write, brokenOff, form } = writtenOn(way);
  let out = "";
  let isClosed = false;
  let lastAt = setting.tick();
  const say = (meant: readonly ChatEvent[]): void => {
    for (const event of meant) out += write(order.take(event));
  };
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    out += form.close();
  };
  const frames = sseReader((event) => {
    if (isPing(event) && !order.isOver()) out += form.keepAlive;
    else say(meaningOf(() => events.read(event)));
  });
  const taken = (): Uint8Array => {
    const bytes = encoder.encode(out);
    if (out !== "") lastAt = setting.tick();
    out = "";
    return bytes;
  };
  return {
    take: (bytes) => {
      if (isClosed) return nothing;
      frames.read(bytes);
      if (order.isOver()) close();
      else if (out === "" && setting.tick() - lastAt >= longestSilenceMs) out = form.keepAlive;
      return taken();
    },
    rest: () => {
      if (isClosed) return nothing;
      frames.end();
      say(meaningOf(() => events.end?.() ?? []));
      if (!order.isOver()) out += write(order.close());
      close();
      return taken();
    },
    broken: (reason) => {
      if (isClosed) return nothing;
      out += brokenOff(reason);
      close();
      return taken();
    },
  };
};

const encoder = new TextEncoder();
const nothing = new Uint8Array();

/** An event by which a vendor only keeps its connection alive. */
const isPing = ({ name }: SseEvent): boolean => name === "ping" || name === "keepalive";

/** Looking never hurts: an event that cannot be read is none. */
const meaningOf = (read: () => readonly ChatEvent[]): readonly ChatEvent[] => {
  try {
    return read();
  } catch {
    return [];
  }
};

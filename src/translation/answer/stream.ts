import type { ChatEvent } from "../../core/answer.ts";
import type { StreamForm } from "../../core/dialect.ts";
import type { ProxyError } from "../../core/errors.ts";
import { eventStream } from "../../core/stream-form.ts";
import type { StreamTranslation } from "../../core/translation.ts";
import { type SseEvent, sseReader } from "../../lib/sse.ts";
import { type BodyAside, bodyAside, isBody } from "./body-aside.ts";
import { eventsIn } from "./events.ts";
import { speakable } from "./failure.ts";
import { orderOf } from "./order.ts";
import { scaledUsage } from "./scale.ts";
import type { Way } from "./way.ts";

/** What the client is written: the text of its stream so far, in its form. */
export type Written = {
  readonly write: (events: readonly ChatEvent[]) => string;
  /** The last word of a stream that breaks off. */
  readonly brokenOff: (reason: ProxyError) => string;
  readonly form: StreamForm;
};

/** A writer of this way's streams. */
export const writtenOn = ({ to, chat, setting }: Way): Written => {
  const writer = to.eventWriter(setting.tell, setting.usageAtStop);
  const form = to.streamForm?.(setting.query) ?? eventStream;
  const tellsUsage = setting.usageAtStop === true || (to.wantsUsage?.(chat) ?? true);
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
  const events = way.from.eventReader();
  const said = speaker(way);
  /** What turned out to be a whole answer, whatever its label says; null = a stream, undefined = nothing has come. */
  let aside: BodyAside | null | undefined;
  const frames = sseReader((event) => {
    if (isPing(event)) said.ping();
    const meant = meaningOf(() => events.read(event));
    said.say(meant);
    if (isLast(meant) && said.hasStopped()) said.say(meaningOf(() => events.end?.() ?? []));
  });
  return {
    isLost: () => !said.isOver() && (aside == null ? frames.isOff() : aside.isTooLarge()),
    hasFailed: said.hasFailed,
    keepAlive: () => {
      said.ping();
      return said.taken();
    },
    take: (bytes) => {
      if (said.isClosed() || bytes.length === 0) return nothing;
      if (aside === undefined) aside = isBody(bytes) ? bodyAside() : null;
      if (aside !== null) aside.keep(bytes);
      else frames.read(bytes);
      if (said.isOver()) said.close();
      return said.taken();
    },
    rest: () => {
      if (said.isClosed()) return nothing;
      frames.end();
      const body = aside?.body() ?? null;
      said.say(meaningOf(() => (body === null ? (events.end?.() ?? []) : eventsIn(body, way.from))));
      said.end();
      return said.taken();
    },
    broken: (reason) => {
      if (said.isClosed()) return nothing;
      said.breakOff(reason);
      return said.taken();
    },
  };
};

/** What the client is told, in order, until it is closed; `taken` hands over what has been said since the last time. */
const speaker = (way: Way) => {
  const order = orderOf(way);
  const { write, brokenOff, form } = writtenOn(way);
  let out = "";
  let isClosed = false;
  let hasFailed = false;
  const tell = (told: readonly ChatEvent[]): void => {
    hasFailed ||= told.some(({ type }) => type === "error");
    out += write(told);
  };
  const close = (): void => {
    if (!isClosed) out += form.close();
    isClosed = true;
  };
  return {
    close,
    isOver: () => order.isOver(),
    hasStopped: () => order.hasStopped(),
    isClosed: () => isClosed,
    hasFailed: () => hasFailed,
    say: (meant: readonly ChatEvent[]): void => {
      for (const event of meant) tell(order.take(event));
    },
    ping: (): void => {
      if (!order.isOver()) out += form.keepAlive;
    },
    /** The vendor has nothing more to say. */
    end: (): void => {
      if (!order.isOver()) tell(order.close());
      close();
    },
    breakOff: (reason: ProxyError): void => {
      out += brokenOff(reason);
      close();
    },
    taken: (): Uint8Array => {
      const bytes = encoder.encode(out);
      out = "";
      return bytes;
    },
  };
};

const encoder = new TextEncoder();
const nothing = new Uint8Array();

/** An event by which a vendor only keeps its connection alive. */
const isPing = ({ name }: SseEvent): boolean => name === "ping" || name === "keepalive";

/** Google's last event says why it stopped and what it took: nobody waits for the end of the connection then. */
const isLast = (meant: readonly ChatEvent[]): boolean =>
  meant.some(({ type }) => type === "stop") && meant.some(({ type }) => type === "usage");

/** Looking never hurts: an event that cannot be read is none. */
const meaningOf = (read: () => readonly ChatEvent[]): readonly ChatEvent[] => {
  try {
    return read();
  } catch {
    return [];
  }
};

import { ProxyError } from "../core/errors.ts";
import type { Body, Exchange } from "../core/exchange.ts";

/** How much of a body is held, and how much may pass at all; bytes. */
export type BodyLimits = { readonly heldBytes: number; readonly maxBytes: number };

/**
 * Takes the body of an exchange's request: held whole when it is small, else a stream that counts what passes.
 * Throws `body_too_large`, or `client_left` when the client went away while sending.
 */
export const takeBody = async (exchange: Exchange, limits: BodyLimits): Promise<Body> => {
  const { request, notes } = exchange;
  // Asking for `request.body` makes a stream of it, which is wasted on all but the largest bodies.
  const length = lengthOf(request.headers);
  if (length === null && !request.headers.has("transfer-encoding")) return { kind: "none" };
  if (length !== null && length > limits.maxBytes) throw tooLarge(limits.maxBytes);
  if (length !== null && length <= limits.heldBytes) {
    const bytes = await wholeBody(request);
    notes.bytesIn = bytes.length;
    return { kind: "held", bytes };
  }
  if (request.body === null) return { kind: "none" };
  return length === null
    ? takeChunked(request.body, exchange, limits)
    : streamed(request.body, [], exchange, limits, length);
};

const wholeBody = async (request: Request): Promise<Uint8Array<ArrayBuffer>> => {
  try {
    return new Uint8Array(await request.arrayBuffer());
  } catch (cause) {
    throw left(cause);
  }
};

const lengthOf = (headers: Headers): number | null => {
  const text = headers.get("content-length");
  return text === null ? null : Number(text);
};

/** A body of unknown length is held until it proves to be large. */
const takeChunked = async (
  source: ReadableStream<Uint8Array>,
  exchange: Exchange,
  limits: BodyLimits,
): Promise<Body> => {
  const reader = source.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size <= limits.heldBytes) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw left(cause);
    });
    if (done) {
      exchange.notes.bytesIn = size;
      return { kind: "held", bytes: joined(chunks, size) };
    }
    chunks.push(value);
    size += value.length;
    if (size > limits.maxBytes) throw tooLarge(limits.maxBytes);
  }
  reader.releaseLock();
  return streamed(source, chunks, exchange, limits, null);
};

const joined = (chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
};

const streamed = (
  source: ReadableStream<Uint8Array>,
  head: readonly Uint8Array[],
  { notes }: Exchange,
  { maxBytes }: BodyLimits,
  length: number | null,
): Body => {
  const reader = source.getReader();
  const waiting = [...head];
  const next = async (): Promise<Uint8Array | null> => {
    const held = waiting.shift();
    if (held !== undefined) return held;
    const { done, value } = await reader.read();
    return done ? null : value;
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const chunk = await next().catch((cause: unknown) => {
          throw left(cause);
        });
        if (chunk === null) return controller.close();
        notes.bytesIn += chunk.length;
        if (notes.bytesIn > maxBytes) throw tooLarge(maxBytes);
        controller.enqueue(chunk);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { kind: "streamed", stream, length };
};

const tooLarge = (maxBytes: number): ProxyError =>
  new ProxyError("body_too_large", `The request body is larger than ${maxBytes} bytes.`, {
    hint: "Raise limits.max_body_bytes if the upstream takes that much.",
  });

const left = (cause: unknown): ProxyError =>
  new ProxyError("client_left", "The client went away while it was sending.", { cause });

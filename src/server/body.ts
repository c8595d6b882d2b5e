import { ProxyError } from "../core/errors.ts";
import type { Body, Exchange } from "../core/exchange.ts";
import { type UploadWatch, uploadLate, uploadOf } from "./upload.ts";

/** How much of a body is held, how much may pass at all (bytes), and how long it may stand still (milliseconds). */
export type BodyLimits = { readonly heldBytes: number; readonly maxBytes: number; readonly stallMs: number };

/** What a body is taken with. */
export type BodyRules = { readonly limits: BodyLimits; readonly watch: UploadWatch };

/** Up to this size a body is taken in one piece, which costs half of taking it chunk by chunk. */
const onePieceBytes = 1024 * 1024;

/** How it comes cannot be seen then, so it has the limit for standing still and time for a slow network: 16 KB a second. */
const slowestBytesPerMs = 16;

/**
 * Takes the body of an exchange's request: held whole when it is small, else a stream that counts what passes.
 * Throws `body_too_large`, `upload_stalled`, or `client_left` when the client went away while sending.
 */
export const takeBody = async (exchange: Exchange, rules: BodyRules): Promise<Body> => {
  const { request, notes } = exchange;
  const { limits } = rules;
  const length = lengthOf(request.headers);
  if (length === null && !request.headers.has("transfer-encoding")) return { kind: "none" };
  if (length !== null && length > limits.maxBytes) throw tooLarge(limits.maxBytes);
  // Asking for `request.body` makes a stream of it, which is wasted on all but the larger bodies.
  if (length !== null && length <= Math.min(limits.heldBytes, onePieceBytes)) {
    const bytes = await wholeBody(exchange, rules, length);
    notes.bytesIn = bytes.length;
    return { kind: "held", bytes };
  }
  if (request.body === null) return { kind: "none" };
  return takeStream(request.body, exchange, rules, length);
};

const wholeBody = async (
  { request, keepOpen }: Exchange,
  { limits, watch }: BodyRules,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> => {
  const whole = request.arrayBuffer();
  if (Bun.peek.status(whole) === "fulfilled") return new Uint8Array(await whole);
  const { promise: late, reject } = Promise.withResolvers<never>();
  const wait = watch(keepOpen);
  const limitMs = Math.round(limits.stallMs + length / slowestBytesPerMs);
  wait.expect(limitMs, () => reject(uploadLate(limitMs)));
  try {
    return new Uint8Array(await Promise.race([whole, late]));
  } catch (cause) {
    throw cause instanceof ProxyError ? cause : left(cause);
  } finally {
    wait.end();
  }
};

const lengthOf = (headers: Headers): number | null => {
  const text = headers.get("content-length");
  return text === null ? null : Number(text);
};

/** A body is held as long as it is not known to be large; then it streams, with what has come so far before it. */
const takeStream = async (
  source: ReadableStream<Uint8Array>,
  { notes, keepOpen, outcome }: Exchange,
  { limits, watch }: BodyRules,
  length: number | null,
): Promise<Body> => {
  const wait = watch(keepOpen);
  void outcome.then(() => wait.end()); // of a request that is refused, nobody reads the body to its end
  const upload = uploadOf(source, limits.stallMs, wait, left);
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size <= limits.heldBytes && (length ?? 0) <= limits.heldBytes) {
    const chunk = await upload.next();
    if (chunk === null) {
      notes.bytesIn = size;
      return { kind: "held", bytes: joined(chunks, size) };
    }
    chunks.push(chunk);
    size += chunk.length;
    if (size > limits.maxBytes) throw upload.fail(tooLarge(limits.maxBytes));
  }
  const next = async (): Promise<Uint8Array | null> => {
    const chunk = chunks.shift() ?? (await upload.next());
    notes.bytesIn += chunk?.length ?? 0;
    if (notes.bytesIn > limits.maxBytes) throw upload.fail(tooLarge(limits.maxBytes));
    return chunk;
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const chunk = await next();
        if (chunk === null) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: () => upload.end(),
    },
    { highWaterMark: 0 },
  );
  return { kind: "streamed", stream, length, isWhole: upload.isWhole, failure: upload.failure };
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

const tooLarge = (maxBytes: number): ProxyError =>
  new ProxyError("body_too_large", `The request body is larger than ${maxBytes} bytes.`, {
    hint: "Raise limits.max_body_bytes if the upstream takes that much.",
  });

const left = (cause: unknown): ProxyError =>
  new ProxyError("client_left", "The client went away while it was sending.", { cause });

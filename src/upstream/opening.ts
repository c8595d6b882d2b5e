import type { VendorError } from "../core/answer.ts";
import type { Exchange } from "../core/exchange.ts";
import { Declined, type Judge } from "../core/judge.ts";
import type { Shelf } from "./aside.ts";
import { readingOf } from "./reading.ts";

/** How an answer is looked at before it goes anywhere. */
export type OpeningJob = {
  readonly judge: Judge;
  /** The format that the vendor answers in. */
  readonly asked: Pick<Exchange, "dialect" | "errorDialect" | "path">;
  /** How long it asks to wait, in milliseconds; null = it does not say. */
  readonly retryAfterMs: number | null;
  readonly shelf: Shelf;
  /** So long a stream is held back until it says something, in milliseconds. */
  readonly mostHeldMs: number;
};

/** An error, or the beginning of a stream, is looked at up to here, in bytes. */
const mostBytes = 64 * 1024;

const bodiless = [204, 205];

/**
 * Looks at the beginning of an answer and gives one that begins with it again. Throws `Declined` where the judge wants
 * it to be let go; nothing of it has gone anywhere then. What cannot be read is passed on.
 */
export const judged = async (response: Response, job: OpeningJob): Promise<Response> => {
  const { judge, retryAfterMs } = job;
  const { status, headers } = response;
  if (response.ok ? !judge.looksInside || bodiless.includes(status) : status < 429) return response;
  const held = await heldBack(response, job);
  const error = held?.error ?? null;
  const isTrouble = !response.ok || error !== null;
  if (isTrouble && judge.declines({ status, headers, retryAfterMs, error })) {
    await held?.letGo();
    throw new Declined();
  }
  return held?.answer ?? response;
};

type Held = {
  readonly error: VendorError | null;
  /** The same answer from its first byte on. */
  readonly answer: Response;
  readonly letGo: () => Promise<void>;
};

/** Null = there is nothing to hold. */
const heldBack = async (response: Response, job: OpeningJob): Promise<Held | null> => {
  const { body, status, headers, ok } = response;
  if (body === null) return null;
  let hasSpoken = false;
  const measure = (text: string): number => {
    if (text !== "") hasSpoken = true;
    return 0;
  };
  const reading = readingOf(job.asked, response, measure, job.shelf);
  const isStream = reading.events?.isEventStream === true;
  const isDecided = (): boolean => isStream && (hasSpoken || reading.events?.state() !== "open");
  const reader: Reader = body.getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  const late = Promise.withResolvers<"late">();
  const timer = setTimeout(() => late.resolve("late"), job.mostHeldMs);
  let coming = reader.read();
  coming.catch(nothing); // who reads on hears of it
  try {
    while (!isDecided() && size <= mostBytes) {
      const piece = await Promise.race([coming, late.promise]);
      if (piece === "late" || piece.value === undefined) break;
      pieces.push(piece.value);
      size += piece.value.length;
      reading.read(piece.value);
      coming = reader.read();
      coming.catch(nothing);
    }
  } catch {
    // It broke off: who takes the answer sees that at the same place.
  } finally {
    clearTimeout(timer);
  }
  const isAnswer = hasSpoken && ok; // before it is read: only a stream tells that on its way
  const error = reading.reported()?.error ?? null;
  return {
    error: isAnswer ? null : error,
    answer: new Response(again(pieces, coming, reader), { status, headers }),
    letGo: () => reader.cancel().catch(nothing),
  };
};

const nothing = (): void => undefined;

type Reader = { readonly read: () => Promise<Piece>; readonly cancel: (reason?: unknown) => Promise<void> };
type Piece = { readonly done: boolean; readonly value?: Uint8Array | undefined };

/** A stream of what was read already, and then of the rest as it is asked for. */
const again = (pieces: Uint8Array[], next: Promise<Piece>, reader: Reader): ReadableStream<Uint8Array> => {
  let coming = next;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const piece = pieces.shift();
        if (piece !== undefined) return controller.enqueue(piece);
        const { done, value } = await coming;
        if (done || value === undefined) return controller.close();
        coming = reader.read();
        coming.catch(nothing);
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
};

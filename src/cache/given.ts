import type { KeptAnswer } from "../core/answer-cache.ts";
import type { Exchange } from "../core/exchange.ts";
import { ended } from "../core/outcome.ts";
import { stepAt } from "../core/pace.ts";
import { nothingReported } from "../core/reported.ts";
import { piecesOf } from "./frames.ts";

/** The clocks, and whether it waited for the answer to another request. */
type Giving = { readonly now: () => number; readonly tick: () => number; readonly joined: boolean };

/**
 * A kept answer as the answer to this exchange, to the byte. It came from no upstream, and says so. One that came as a
 * stream goes as one, in whole events, as fast as the client takes it.
 */
export const given = (exchange: Exchange, answer: KeptAnswer, giving: Giving): Response => {
  const { notes, id } = exchange;
  const { key, avoided, storedAt, body, isStream, model } = answer;
  const ageMs = Math.max(0, giving.now() - storedAt);
  notes.answerCache = { state: "hit", key, ageMs, avoided, joined: giving.joined };
  notes.upstream = null;
  notes.provider = null;
  notes.reported = { ...nothingReported, model };
  const headers = new Headers(answer.headers.map(([name, value]) => [name, value]));
  headers.set("x-proxy-request-id", id);
  headers.set("x-proxy-cache", `hit; age=${Math.floor(ageMs / 1000)}`);
  return new Response(isStream ? streamed(exchange, body, giving.tick) : whole(exchange, body, giving.tick), {
    headers,
  });
};

const whole = (exchange: Exchange, body: Uint8Array, tick: () => number): Uint8Array<ArrayBuffer> => {
  say(exchange, body, tick());
  exchange.settle(ended(200));
  return body as Uint8Array<ArrayBuffer>; // no store gives memory that is shared
};

const streamed = (exchange: Exchange, body: Uint8Array, tick: () => number): ReadableStream<Uint8Array> => {
  const pieces = piecesOf(body).values();
  return new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const { value, done } = pieces.next();
        if (done !== true) {
          say(exchange, value, tick());
          return controller.enqueue(value);
        }
        exchange.settle(ended(200));
        controller.close();
      },
      cancel: () => exchange.settle({ code: "CD", status: 200, error: "client_left" }),
    },
    { highWaterMark: 0 },
  );
};

const say = ({ notes, hearers }: Exchange, piece: Uint8Array, now: number): void => {
  notes.firstByteAt ??= now;
  stepAt(notes.pace, now);
  notes.bytesOut += piece.length;
  for (const hear of hearers) hear(piece);
};

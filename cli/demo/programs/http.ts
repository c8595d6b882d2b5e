import { type SseEvent, sseReader } from "../../../src/lib/sse.ts";

/** One request that a program of the demo sends. */
export type Ask = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
  /** Called when the answer's head is there. */
  readonly onHead?: () => void;
  /** Leaves after so many events, like somebody who presses Escape. */
  readonly leaveAfter?: number;
};

/** What the program saw of its request, with every byte of both directions. */
export type Seen = {
  /** The number that the request carried in `x-demo-request`. */
  readonly number: number;
  /** The proxy's own id of the request; null when no answer began. */
  readonly id: string | null;
  readonly status: number | null;
  readonly headers: Headers;
  readonly sent: Uint8Array;
  readonly received: Uint8Array;
  readonly events: readonly SseEvent[];
  /** How the answer ended for the program. */
  readonly ended: "whole" | "cut" | "left";
};

/** The header by which a request is found again at the vendor. */
export const numberHeader = "x-demo-request";

/** Sends requests to one address over real HTTP, as any program would. */
export const createSender = (url: string, signal: AbortSignal) => {
  let count = 0;
  return async (ask: Ask): Promise<Seen> => {
    const number = ++count;
    const sent = new TextEncoder().encode(JSON.stringify(ask.body));
    const own = new AbortController();
    const start = {
      number,
      id: null,
      status: null,
      headers: new Headers(),
      sent,
      received: new Uint8Array(),
      events: [],
    };
    const response = await fetch(url + ask.path, {
      method: "POST",
      headers: { ...ask.headers, "content-type": "application/json", [numberHeader]: String(number) },
      body: sent,
      signal: AbortSignal.any([signal, own.signal]),
      decompress: false,
    }).catch(() => null);
    if (response === null) return { ...start, ended: signal.aborted ? "left" : "cut" };
    ask.onHead?.();
    const head = { id: response.headers.get("x-proxy-request-id"), status: response.status, headers: response.headers };
    const leaving = { leaveAfter: ask.leaveAfter ?? Number.POSITIVE_INFINITY, own, signal };
    return { ...start, ...head, ...(await readAnswer(response, leaving)) };
  };
};

/** Sends one request and resolves when its answer has ended, however it did; never rejects. */
export type Send = ReturnType<typeof createSender>;

type Answer = Pick<Seen, "received" | "events" | "ended">;

type Leaving = { readonly leaveAfter: number; readonly own: AbortController; readonly signal: AbortSignal };

const readAnswer = async (response: Response, { leaveAfter, own, signal }: Leaving): Promise<Answer> => {
  const chunks: Uint8Array[] = [];
  const events: SseEvent[] = [];
  const sse = sseReader((event) => events.push(event));
  const end = (ended: Answer["ended"]): Answer => ({ received: Buffer.concat(chunks), events, ended });
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      sse.read(chunk);
      if (events.length >= leaveAfter) own.abort(); // the next read fails
    }
  } catch {
    return end(own.signal.aborted || signal.aborted ? "left" : "cut"); // a broken transport is one of the things that the demo shows
  }
  sse.end();
  return end("whole");
};

/** The JSON of a whole document on this machine. */
export const getJson = async (url: string): Promise<unknown> => (await fetch(url)).json();

import type { Seen } from "../programs/http.ts";
import { at, listAt, textAt } from "../programs/json.ts";

/** What the vendor wrote down about one request. */
type Noted = {
  readonly requestSha256: string;
  readonly answerSha256: string;
  readonly answerBytes: number;
};

/** How many bodies were the same on both sides, by their sha256, and what was not. */
export type Proof = {
  readonly requests: number;
  readonly requestsExact: number;
  /** Requests that the proxy answered itself, as for an upstream that is down: the vendor never saw them. */
  readonly unsent: number;
  /** Answers that the client read to their end. */
  readonly answers: number;
  readonly answersExact: number;
  /** Answers that broke off: the vendor's bytes up to there, then our error event. */
  readonly cut: number;
  readonly cutExact: number;
  /** Answers whose client left: what it had read is the beginning of what the vendor had sent. */
  readonly left: number;
  /** Requests that came through with anything but their own bytes, by their number. */
  readonly wrong: readonly number[];
  /** Requests at the vendor that no client of ours has sent. */
  readonly strangers: number;
};

/** Compares what clients sent and read with what the vendor's log says; pure, so that it can be proved to see a lie. */
export const proofOf = (seen: readonly Seen[], vendorLog: unknown): Proof => {
  const entries = listAt(vendorLog, "requests");
  const noted = new Map(entries.map((entry) => [textAt(entry, "headers", "x-demo-request"), readNoted(entry)]));
  const unsent = seen.filter(wasUnsent);
  const checked = seen
    .filter((one) => !wasUnsent(one) && !wasGivenUp(one))
    .map((one) => ({ seen: one, ...compared(one, noted.get(String(one.number))) }));
  const count = (is: (one: (typeof checked)[number]) => boolean): number => checked.filter(is).length;
  const known = new Set(seen.map(({ number }) => String(number)));
  return {
    requests: checked.length,
    requestsExact: count(({ request }) => request),
    unsent: unsent.length,
    answers: count(({ seen: { ended } }) => ended === "whole"),
    answersExact: count(({ seen: { ended }, answer }) => ended === "whole" && answer),
    cut: count(({ seen: { ended } }) => ended === "cut"),
    cutExact: count(({ seen: { ended }, answer }) => ended === "cut" && answer),
    left: count(({ seen: { ended } }) => ended === "left"),
    wrong: checked.filter(({ request, answer }) => !request || !answer).map(({ seen: { number } }) => number),
    strangers: [...noted.keys()].filter((number) => !known.has(number)).length,
  };
};

/** Whether everything was as it should be. */
export const isProved = ({ wrong, strangers }: Proof): boolean => wrong.length === 0 && strangers === 0;

const wasUnsent = ({ headers }: Seen): boolean => headers.get("x-proxy-request-sent") === "no";

/** Left before an answer began, as at Ctrl-C: how much of it had gone out nobody knows, so it proves nothing. */
const wasGivenUp = ({ status, ended }: Seen): boolean => status === null && ended === "left";

const readNoted = (entry: unknown): Noted => {
  const answerBytes = at(entry, "answerBytes");
  return {
    requestSha256: textAt(entry, "requestSha256"),
    answerSha256: textAt(entry, "answerSha256"),
    answerBytes: typeof answerBytes === "number" ? answerBytes : Number.NaN,
  };
};

const compared = ({ sent, received, ended }: Seen, noted: Noted | undefined) => {
  if (noted === undefined) return { request: false, answer: false };
  return { request: sha256(sent) === noted.requestSha256, answer: isSameAnswer(received, ended, noted) };
};

const isSameAnswer = (received: Uint8Array, ended: Seen["ended"], { answerSha256, answerBytes }: Noted): boolean => {
  if (ended === "whole") return sha256(received) === answerSha256;
  // Nobody has the vendor's bytes of an answer that its client left; that there were no fewer can be told.
  if (ended === "left") return received.length <= answerBytes;
  return sha256(received.subarray(0, answerBytes)) === answerSha256 || lostItsEnd(received, answerBytes);
};

/** A connection that breaks may take along what was still on its way; the vendor's book has those bytes, nobody else. */
const lostItsEnd = (received: Uint8Array, answerBytes: number): boolean => {
  const ours = Buffer.from(received).lastIndexOf("event: error\n");
  return (ours < 0 ? received.length : ours) < answerBytes;
};

const sha256 = (bytes: Uint8Array): string => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

import type { Reported } from "../core/answer.ts";
import type { Dialect, Measure, StreamReader } from "../core/dialect.ts";
import type { Exchange } from "../core/exchange.ts";
import { soundReport } from "../core/reported.ts";
import { briefReportIn, reportIn } from "../core/whole-report.ts";
import { unpacked } from "../lib/unpacked.ts";
import { type Aside, keepAside, type Shelf } from "./aside.ts";

/** What reads an answer on its way. Changes no byte and holds none back; never throws. */
export type Reading = {
  /** Follows a stream of the client's format to its end; null where only the transport tells it. */
  readonly events: StreamReader | null;
  /** Sees the next bytes. */
  readonly read: (bytes: Uint8Array) => void;
  /** Whether what it has to tell takes some time, so that the client should have everything before. */
  readonly isSlow: () => boolean;
  /** What the answer has told; null where it could not be read. */
  readonly reported: () => Reported | null;
};

/** Of an answer that nobody can read. */
const unread: Reading = { events: null, read: () => undefined, isSlow: () => false, reported: () => null };

type Head = Pick<Response, "ok" | "headers">;
type Asked = Pick<Exchange, "dialect" | "errorDialect" | "path">;

/**
 * Streams are followed as they pass. Everything else is kept aside and read when it has gone: whole answers, packed ones,
 * errors, and what turns out to be no stream whatever its label says.
 */
export const readingOf = (exchange: Asked, { ok, headers }: Head, measure: Measure, shelf: Shelf): Reading => {
  const dialect = readableIn(exchange);
  if (dialect === null) return unread;
  const encoding = headers.get("content-encoding") ?? "identity";
  const contentType = headers.get("content-type") ?? "";
  const isPlain = ok && encoding === "identity";
  const events = isPlain ? dialect.readStream(contentType, measure, exchange.path) : null;
  const readAll = (pieces: readonly Uint8Array[]): Reported | null => readKept(pieces, encoding, dialect, measure);
  const isVectors = vectorPath.test(exchange.path);
  const aside = (): Reading =>
    ofKept(keepAside(shelf), (pieces) => (isVectors ? withoutOutput(readAll(pieces)) : readAll(pieces)));
  return events === null ? aside() : new OfStream(events, aside);
};

/** The format of an answer that can be read: a chat's own, and the vendor's of paths that tell of their usage alike. */
const readableIn = ({ dialect, errorDialect, path }: Asked): Dialect | null =>
  dialect ?? (vectorPath.test(path) || /\/(completions|responses\/compact)$/.test(path) ? errorDialect : null);

const vectorPath = /\/embeddings$/;

/** Vectors are no tokens: that none were written is known where the vendor does not say it. */
const withoutOutput = (report: Reported | null): Reported | null =>
  report?.usage == null
    ? report
    : { ...report, usage: { ...report.usage, outputTokens: report.usage.outputTokens ?? 0 } };

const ofKept = ({ keep, taken }: Aside, readAll: (pieces: readonly Uint8Array[]) => Reported | null): Reading => ({
  events: null,
  read: keep,
  isSlow: () => true,
  reported: () => {
    const pieces = taken();
    return pieces === null ? null : readAll(pieces);
  },
});

/** Unless its first byte says that it is JSON, which no event stream begins with. */
class OfStream implements Reading {
  readonly events: StreamReader;
  /** Null as soon as the stream has begun as one. */
  #aside: (() => Reading) | null;
  #kept: Reading | null = null;

  constructor(events: StreamReader, aside: () => Reading) {
    this.events = events;
    this.#aside = events.isEventStream ? aside : null;
  }

  read(bytes: Uint8Array): void {
    if (this.#aside !== null && bytes.length > 0) {
      if (bytes[0] === openBrace || bytes[0] === openBracket) this.#kept = this.#aside();
      this.#aside = null;
    }
    this.#kept?.read(bytes);
    this.events.read(bytes);
  }

  isSlow(): boolean {
    return this.#kept !== null;
  }

  reported(): Reported | null {
    return this.#kept === null ? soundReport(this.events.reported()) : this.#kept.reported();
  }
}

const openBrace = 0x7b;
const openBracket = 0x5b;

const readKept = (
  pieces: readonly Uint8Array[],
  encoding: string,
  dialect: Dialect,
  measure: Measure,
): Reported | null => {
  try {
    const brief = encoding === "identity" ? briefReportIn(pieces, dialect) : null;
    const report = brief ?? wholeReport(pieces, encoding, dialect, measure);
    return report === null ? null : soundReport(report);
  } catch {
    return null; // looking never hurts: the client has its answer, only the numbers are missing
  }
};

const wholeReport = (
  pieces: readonly Uint8Array[],
  encoding: string,
  dialect: Dialect,
  measure: Measure,
): Reported | null => {
  const [first] = pieces;
  const bytes = pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
  const mostBytes = Math.min(mostUnpacked, Math.max(alwaysUnpacked, bytes.length * mostRatio));
  const plain = unpacked(bytes, encoding, mostBytes);
  return plain === null ? null : reportIn(plain, dialect, measure);
};

/** An answer that unpacks to more is not meant to be read. */
const mostUnpacked = 32 * 1024 * 1024;
const alwaysUnpacked = 1024 * 1024;
const mostRatio = 100;

import { shownKey } from "../lib/redact.ts";
import type { DialectName } from "./conversation.ts";
import type { Ending } from "./delivery/pump.ts";

/** One request as the simulator saw it, without its words; what is not known yet is null. */
export type LogEntry = {
  readonly sequence: number;
  readonly at: number;
  readonly method: string;
  /** Path and query, a key in it masked. */
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly requestBytes: number;
  readonly requestSha256: string;
  readonly dialect: DialectName | null;
  readonly model: string;
  readonly status: number | null;
  readonly fault: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly thinkingTokens: number | null;
  readonly cachedTokens: number | null;
  readonly cacheWrittenTokens: number | null;
  readonly cacheWritten1hTokens: number | null;
  /** Counting tokens costs nothing. */
  readonly isFree: boolean;
  readonly answerBytes: number;
  /** Of the bytes handed to the transport; null while the answer is under way. */
  readonly answerSha256: string | null;
  /** How the answer ended; null while it is under way, `left` when the client went away early. */
  readonly ending: Ending | null;
};

/** The newest requests, oldest first, never more than the cap. */
export type RequestLog = {
  readonly entries: () => readonly LogEntry[];
  readonly clear: () => void;
  /** Resolves when no answer is under way. */
  readonly idle: () => Promise<void>;
};

/** What is learned about a request after it has been taken in. */
export type LogWriter = {
  readonly note: (facts: Partial<LogEntry>) => void;
  readonly sent: (bytes: Uint8Array) => void;
  readonly end: (ending: Ending) => void;
};

/** What is known of a request when it arrives. */
export type Arrival = Pick<LogEntry, "sequence" | "at" | "method" | "requestBytes" | "requestSha256"> & {
  readonly url: URL;
  readonly headers: Headers;
};

/** A log and the means to write it; `onEnd` hears of each answer when it is over. */
export const requestLog = (
  cap = 10_000,
  onEnd: (entry: LogEntry) => void = () => undefined,
): { readonly log: RequestLog; readonly open: (arrival: Arrival) => LogWriter } => {
  const entries = new Map<number, LogEntry>();
  const waiting: (() => void)[] = [];
  let underWay = 0;
  const open = (arrival: Arrival): LogWriter => {
    const hasher = new Bun.CryptoHasher("sha256");
    let entry = entryOf(arrival);
    const note = (facts: Partial<LogEntry>): void => {
      const known = entries.has(entry.sequence);
      entry = { ...entry, ...facts };
      if (known) entries.set(entry.sequence, entry);
    };
    underWay += 1;
    entries.set(entry.sequence, entry);
    const oldest = entries.size > cap ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
    return {
      note,
      sent: (bytes) => {
        hasher.update(bytes);
        note({ answerBytes: entry.answerBytes + bytes.length });
      },
      end: (ending) => {
        note({ ending, answerSha256: hasher.digest("hex") });
        onEnd(entry);
        underWay -= 1;
        if (underWay === 0) for (const wake of waiting.splice(0)) wake();
      },
    };
  };
  const idle = (): Promise<void> =>
    underWay === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
  return { log: { entries: () => [...entries.values()], clear: () => entries.clear(), idle }, open };
};

const entryOf = ({ url, headers, ...arrival }: Arrival): LogEntry => ({
  ...arrival,
  path: shownPath(url),
  headers: shownHeaders(headers),
  dialect: null,
  model: "",
  status: null,
  fault: null,
  inputTokens: null,
  outputTokens: null,
  thinkingTokens: null,
  cachedTokens: null,
  cacheWrittenTokens: null,
  cacheWritten1hTokens: null,
  isFree: false,
  answerBytes: 0,
  answerSha256: null,
  ending: null,
});

const secretNames = /key|token|secret|authorization|cookie/i;

const shownPath = (url: URL): string => {
  const query = new URLSearchParams(url.search);
  for (const [name, value] of [...query]) if (secretNames.test(name)) query.set(name, shownKey(value));
  return query.size === 0 ? url.pathname : `${url.pathname}?${query}`;
};

const shownHeaders = (headers: Headers): { readonly [name: string]: string } =>
  Object.fromEntries([...headers].map(([name, value]) => [name, secretNames.test(name) ? shownSecret(value) : value]));

const shownSecret = (value: string): string => {
  const scheme = /^(Bearer|Basic)\s+/i.exec(value)?.[0] ?? "";
  return `${scheme}${shownKey(value.slice(scheme.length))}`;
};

import type { Paths } from "../../config/paths.ts";
import type { Values } from "../../config/schema.ts";
import type { Body, Notes } from "../../core/exchange.ts";
import type { Outcome } from "../../core/outcome.ts";
import { toldPath, toldQuery } from "../../core/place.ts";
import { type KeptBody, keptBody, type Recording } from "../../lib/recording.ts";
import { redacted } from "../../lib/redact.ts";
import { reasonOf } from "../logs/line-queue.ts";
import { shown } from "../logs/shown-text.ts";
import { prepareFolder, type TraceKeep, tidyTraces, traceFolder, writeTrace } from "./files.ts";

/** The head of an answer as it may be written down. */
export type TracedAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly encoding: string | null;
};

/** What a trace is made of: nothing that could hold the client's key. */
export type TraceParts = {
  readonly exchange: {
    readonly id: string;
    readonly startedAt: number;
    readonly method: string;
    readonly path: string;
    readonly query: string;
    /** Null where it was not held, or there was none. */
    readonly body: Uint8Array | null;
    readonly bodyKind: Body["kind"];
    readonly encoding: string | null;
    readonly dialect: string | null;
    readonly client: string | null;
    readonly rule: string;
    readonly notes: Notes;
  };
  readonly asked: Readonly<Record<string, string>>;
  readonly outcome: Outcome;
  readonly answer: TracedAnswer | null;
  /** What was heard of the answer's body; null = bodies are not kept. */
  readonly body: Recording | null;
};

/** Takes traces while one configuration is in force. */
export type Tracer = {
  readonly keepsBodies: boolean;
  readonly maxBodyBytes: number;
  /** Memory for a piece of a body; false = too much is held already. */
  readonly take: (bytes: number) => boolean;
  readonly write: (parts: TraceParts) => void;
};

/** What the settings say of traces. */
export type TraceRules = {
  readonly isOn: boolean;
  readonly folder: string;
  readonly headers: boolean;
  readonly bodies: boolean;
  readonly maxBodyBytes: number;
  readonly keep: TraceKeep;
};

/** The rules that these settings make in this home. */
export const traceRulesFrom = (values: Values, home: Pick<Paths, "home" | "traces">): TraceRules => ({
  isOn: values["trace.enabled"],
  folder: traceFolder(values["trace.directory"], home),
  headers: values["trace.headers"],
  bodies: values["trace.bodies"],
  maxBodyBytes: values["trace.max_body_bytes"],
  keep: { days: values["trace.keep_days"], bytes: values["trace.keep_bytes"] },
});

/** How tracing is. */
export type TraceHealth = { readonly written: number; readonly dropped: number };

/** Where traces are written: one after the other, off the request path; dropped and counted when the disk fails. */
export type Traces = {
  /** Null where nothing is traced. */
  readonly tracer: (rules: TraceRules) => Tracer | null;
  readonly health: () => TraceHealth;
  /** Resolves when all that was given is written or dropped. */
  readonly flush: () => Promise<void>;
};

/** Bodies of answers under way, and of traces that wait for the disk. */
const mostHeldBytes = 64 * 1024 * 1024;
const mostWaiting = 1000;
const tidyEveryMs = 3_600_000;

/** Where there is too much, more is taken away than has to be: looking through a full folder is not for every request. */
const roomShare = 0.9;

type Options = {
  readonly now: () => number;
  readonly onTrouble: (why: string) => void;
  /** Whether anything is kept on the disk at all. */
  readonly isKept: boolean;
};

/** The writer of a daemon's traces; it outlives configurations. */
export const createTraces = ({ now, onTrouble, isKept }: Options): Traces => {
  const memory = createBudget(mostHeldBytes);
  const save = folderKeeper(now);
  let written = 0;
  let dropped = 0;
  let waiting = 0;
  let work = Promise.resolve();

  const write = (rules: TraceRules, parts: TraceParts): void => {
    const heard = parts.body?.heldBytes() ?? 0;
    const asked = rules.bodies ? (parts.exchange.body?.length ?? 0) : 0;
    const isRoom = waiting < mostWaiting && memory.take(asked);
    if (!isRoom) {
      dropped++;
      return memory.give(heard);
    }
    waiting++;
    work = work
      .then(() => save(rules, parts.exchange.id, traceText(rules, parts)))
      .then(
        () => {
          written++;
        },
        (thrown: unknown) => {
          dropped++; // a full disk must not stop traffic; `status` tells the count
          onTrouble(reasonOf(thrown));
        },
      )
      .finally(() => {
        waiting--;
        memory.give(heard + asked);
      });
  };

  const tracer = (rules: TraceRules): Tracer => ({
    keepsBodies: rules.bodies,
    maxBodyBytes: rules.maxBodyBytes,
    take: memory.take,
    write: (parts) => write(rules, parts),
  });
  return {
    tracer: (rules) => (rules.isOn && isKept ? tracer(rules) : null),
    health: () => ({ written, dropped }),
    flush: () => work,
  };
};

/** So many bytes and no more. */
const createBudget = (most: number) => {
  let held = 0;
  return {
    take: (bytes: number): boolean => {
      if (held + bytes > most) return false;
      held += bytes;
      return true;
    },
    give: (bytes: number): void => {
      held -= bytes;
    },
  };
};

/** Writes into folders and looks after them: now and then, and whenever there is too much. */
const folderKeeper = (now: () => number) => {
  const lookedAfter = new Map<string, { readonly at: number; readonly bytes: number }>();
  return async ({ folder, keep }: TraceRules, id: string, text: string): Promise<void> => {
    await prepareFolder(folder);
    const size = Buffer.byteLength(text);
    const { at, bytes } = lookedAfter.get(folder) ?? { at: Number.NEGATIVE_INFINITY, bytes: 0 };
    const isDue = Math.abs(now() - at) >= tidyEveryMs || bytes + size > keep.bytes;
    const room = Math.max(0, keep.bytes * roomShare - size);
    const before = isDue ? await tidyTraces(folder, { ...keep, bytes: room }, now()) : bytes;
    lookedAfter.set(folder, { at: isDue ? now() : at, bytes: before + size });
    await writeTrace(folder, id, text);
  };
};

/** The file's text. Keys that people paste into prompts are taken out of it, and nothing in it turns a terminal round. */
const traceText = ({ headers, bodies, maxBodyBytes }: TraceRules, parts: TraceParts): string => {
  const { exchange, asked, answer, outcome, body } = parts;
  const { notes } = exchange;
  const trace = {
    schema: 1,
    id: exchange.id,
    at: new Date(exchange.startedAt).toISOString(),
    method: exchange.method,
    path: toldPath(exchange.path),
    query: toldQuery(exchange.query),
    client: exchange.client,
    dialect: exchange.dialect,
    model: notes.model,
    stream: notes.stream,
    upstream: notes.upstream,
    rule: exchange.rule,
    session: notes.session?.id ?? null,
    request: { headers: headers ? asked : null, body: bodies ? askedBody(parts, maxBodyBytes) : null },
    answer:
      answer === null
        ? null
        : {
            status: answer.status,
            headers: headers ? answer.headers : null,
            body:
              body === null
                ? null
                : answer.status === 101
                  ? messages(notes.bytesOut)
                  : keptBody(body.bytes(), body.total(), answer.encoding, maxBodyBytes),
          },
    outcome: { ...outcome, attempts: notes.attempts },
    usage: notes.bill?.usage ?? null,
    costKind: notes.bill?.kind ?? null,
    costMicros: notes.bill?.costMicros ?? null,
    remarks: notes.remarks,
  };
  return `${shown(redacted(JSON.stringify(trace, null, 1)))}\n`;
};

const messages = (bytes: number): KeptBody => ({
  bytes,
  text: null,
  isCut: false,
  why: "messages of a WebSocket are not kept",
});

const askedBody = (
  { exchange: { body, bodyKind, encoding, notes } }: TraceParts,
  maxBytes: number,
): KeptBody | null => {
  if (bodyKind === "none") return null;
  if (body === null) return { bytes: notes.bytesIn, text: null, isCut: false, why: "too large to be held" };
  return keptBody(body.subarray(0, maxBytes), body.length, encoding, maxBytes);
};

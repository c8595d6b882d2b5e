import { openSessionDatabase, type SessionDatabase } from "./database.ts";
import type { SavedSession } from "./store.ts";

/** What the sessions' thread is asked. What is large travels as JSON: a string crosses faster than what it stands for. */
export type StoreOrder =
  | { readonly type: "open"; readonly file: string }
  | { readonly type: "load"; readonly ticket: number; readonly lastAt: number; readonly id: string }
  | { readonly type: "save"; readonly batch: string }
  | { readonly type: "close"; readonly ticket: number };

/** What it says back. */
export type StoreReport =
  | { readonly type: "answer"; readonly ticket: number; readonly value: unknown }
  | { readonly type: "trouble"; readonly message: string };

declare const self: Worker;

let file = "";
let database: SessionDatabase | null = null;
/** What is still to be written, by id; null = it is to be forgotten. The latest word of a session counts. */
const waiting = new Map<string, SavedSession | null>();
/** So many may wait for a disk that takes nothing; then the oldest are given up. */
const maxWaiting = 1000;
const retryMs = 5000;
let retry: ReturnType<typeof setTimeout> | null = null;
/** What was wrong when it was last tried: it is told once, until it goes well again. */
let trouble: string | null = null;

const report = (message: StoreReport): void => self.postMessage(message);
const movedAside = (to: string): void =>
  report({
    type: "trouble",
    message: `The sessions' file was damaged; it has been moved to ${to} and a new one begun.`,
  });

const opened = (): SessionDatabase => {
  database ??= openSessionDatabase(file, Date.now, movedAside);
  return database;
};

/** Does it, or tells why not: without its file a daemon knows the sessions of this run alone. */
const orElse = <Value>(work: () => Value, otherwise: Value): Value => {
  try {
    return work();
  } catch (error) {
    const why = error instanceof Error ? error.message : "unknown";
    if (why !== trouble) report({ type: "trouble", message: `Cannot use ${file}: ${why}` });
    trouble = why;
    return otherwise;
  }
};

const keep = ({ sessions, gone }: { readonly sessions: readonly SavedSession[]; readonly gone: readonly string[] }) => {
  for (const id of gone) waiting.set(id, null);
  for (const session of sessions) waiting.set(session.id, session);
  for (const id of waiting.keys()) {
    if (waiting.size <= maxWaiting) break;
    waiting.delete(id);
  }
};

/** Writes all that waits; what a full disk does not take is tried again later. */
const writeWaiting = (): void => {
  if (retry !== null) clearTimeout(retry);
  retry = null;
  if (waiting.size === 0) return;
  const isWritten = orElse(() => {
    const rows = [...waiting.values()].filter((row) => row !== null);
    opened().save(
      rows,
      [...waiting].flatMap(([id, row]) => (row === null ? id : [])),
    );
    return true;
  }, false);
  if (!isWritten) retry = setTimeout(writeWaiting, retryMs);
  else {
    waiting.clear();
    trouble = null;
  }
};

self.onmessage = ({ data }: MessageEvent<StoreOrder>) => {
  switch (data.type) {
    case "open":
      file = data.file;
      return;
    case "load": {
      const value = orElse(() => opened().load(data.lastAt, data.id), []);
      return report({ type: "answer", ticket: data.ticket, value: JSON.stringify(value) });
    }
    case "save": {
      keep(JSON.parse(data.batch) as { sessions: SavedSession[]; gone: string[] }); // src/state/sessions/thread.ts
      return writeWaiting();
    }
    case "close":
      writeWaiting();
      if (retry !== null) clearTimeout(retry);
      orElse(() => database?.close(), undefined);
      return report({ type: "answer", ticket: data.ticket, value: null });
    default:
      return data satisfies never;
  }
};

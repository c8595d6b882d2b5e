import { openSessionDatabase, type SessionDatabase } from "./database.ts";
import type { SavedSession } from "./store.ts";

/** What the sessions' thread is asked. What is large travels as JSON: a string crosses faster than what it stands for. */
export type StoreOrder =
  | { readonly type: "open"; readonly file: string }
  | { readonly type: "load"; readonly ticket: number }
  | { readonly type: "save"; readonly batch: string }
  | { readonly type: "close"; readonly ticket: number };

/** What it says back. */
export type StoreReport =
  | { readonly type: "answer"; readonly ticket: number; readonly value: unknown }
  | { readonly type: "trouble"; readonly message: string };

declare const self: Worker;

let file = "";
let database: SessionDatabase | null = null;

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
    report({ type: "trouble", message: `Cannot use ${file}: ${error instanceof Error ? error.message : "unknown"}` });
    return otherwise;
  }
};

self.onmessage = ({ data }: MessageEvent<StoreOrder>) => {
  switch (data.type) {
    case "open":
      file = data.file;
      return;
    case "load": {
      const value = orElse(() => opened().load(), []);
      return report({ type: "answer", ticket: data.ticket, value: JSON.stringify(value) });
    }
    case "save": {
      const { sessions, gone } = JSON.parse(data.batch) as { sessions: SavedSession[]; gone: string[] }; // src/state/sessions/thread.ts
      return orElse(() => opened().save(sessions, gone), undefined);
    }
    case "close":
      orElse(() => database?.close(), undefined);
      return report({ type: "answer", ticket: data.ticket, value: null });
    default:
      return data satisfies never;
  }
};

import { existsSync } from "node:fs";
import type { SavedSession, SessionStore } from "./store.ts";
import type { StoreOrder, StoreReport } from "./worker.ts";

/** A store in a file, which a thread of its own reads and writes from the first question on: a slow disk stops nobody. */
export const sessionsInFile = (file: string, onTrouble: (message: string) => void): SessionStore => {
  let thread: Worker | null = null;
  const asked = new Map<number, PromiseWithResolvers<unknown>>();
  let tickets = 0;
  const fail = (message: string): void => {
    onTrouble(message);
    for (const { reject } of asked.values()) reject(new Error(message));
    asked.clear();
  };
  const hear = ({ data }: MessageEvent<StoreReport>): void => {
    if (data.type === "trouble") return onTrouble(data.message);
    asked.get(data.ticket)?.resolve(data.value);
    asked.delete(data.ticket);
  };
  const started = (): Worker => {
    if (thread !== null) return thread;
    thread = new Worker(new URL("./worker.ts", import.meta.url));
    thread.onmessage = hear;
    thread.onerror = ({ message }) => fail(`The sessions' thread has ended: ${message}`);
    thread.postMessage({ type: "open", file } satisfies StoreOrder);
    return thread;
  };
  const ask = (order: (ticket: number) => StoreOrder): Promise<unknown> => {
    const ticket = tickets++;
    const question = Promise.withResolvers<unknown>();
    asked.set(ticket, question);
    started().postMessage(order(ticket));
    return question.promise;
  };
  return {
    load: async (after) => {
      if (!existsSync(file)) return []; // nothing to read, and no thread to be started for it
      const text = await ask((ticket) => ({ type: "load", ticket, lastAt: after?.lastAt ?? 0, id: after?.id ?? "" }));
      return JSON.parse(String(text)) as SavedSession[]; // what the worker answers to that
    },
    save: (sessions, gone) => {
      if (sessions.length + gone.length > 0)
        started().postMessage({ type: "save", batch: JSON.stringify({ sessions, gone }) } satisfies StoreOrder);
    },
    close: async () => {
      if (thread === null) return;
      await ask((ticket) => ({ type: "close", ticket })).catch(() => undefined); // it was told
      thread.terminate();
    },
  };
};

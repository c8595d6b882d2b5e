import { expect, test } from "bun:test";
import { noUsage } from "../../../src/core/usage.ts";
import { Book } from "../../../src/state/sessions/book.ts";
import type { Session, Thread } from "../../../src/state/sessions/record.ts";

const root = { system: "", tools: "", hasTools: false };
const sessionOf = (id: string): Session => ({
  ...{ id, group: "g", explicit: null, parent: null, client: null, startedAt: 0, lastAt: 0, turns: 1 },
  ...{ keepsIds: false, opening: [], threads: [], marks: [], answers: [], last: null },
  totals: { costMicros: 0, unknownCosts: 0 },
});
const sent = (messages: number, model = "m") => ({
  ...{ upstream: "vendor", model, at: 0, usage: noUsage },
  prompt: { tools: [], system: [], messages: Array.from({ length: messages }, () => []) },
});

test("C6: prompts of all sessions together are bounded: those that were sent the longest ago go, their sessions stay", () => {
  const book = new Book({ sessions: 100, hashes: 1000, segments: 100, idleMs: 1000 });
  const threads = Array.from({ length: 20 }, (_, index): Thread => {
    const session = sessionOf(`s_${index}`);
    book.add(session);
    const thread = book.addThread(session, root, null);
    for (let turn = 1; turn <= 10; turn++) book.addSent(thread, sent(turn));
    book.addSent(book.addThread(session, root, thread), sent(5));
    return thread;
  });

  const kept = threads.filter((thread) => thread.sent.length > 0);
  expect(kept.length).toBeGreaterThan(3);
  expect(kept).toEqual(threads.slice(-kept.length));
  expect(kept.length * 15).toBeLessThanOrEqual(100);
  expect(book.size()).toBe(20);
});

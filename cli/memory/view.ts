import { ProxyError } from "../../src/core/errors.ts";
import type { MemoryDesk } from "../../src/core/memory-view.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";

type Place = Pick<Context, "client" | "paths" | "now">;

/** Asks the daemon that runs, else its files; `makes` = a file that is missing is made. */
export const askMemory = async <Name extends keyof MemoryDesk>(
  { client, paths, now }: Place,
  name: Name,
  ask: Parameters<MemoryDesk[Name]>[0],
  makes = false,
): Promise<{ readonly running: boolean; readonly answer: Awaited<ReturnType<MemoryDesk[Name]>> }> => {
  const call = (desk: MemoryDesk) => desk[name](ask as never) as ReturnType<MemoryDesk[Name]>; // one name, its own question and answer
  const live = await orNull(call(client).then((answer) => ({ answer })));
  if (live !== null) return { running: true, answer: live.answer as Awaited<ReturnType<MemoryDesk[Name]>> };
  const { withMemoryFiles } = await import("../../src/offline/memory.ts");
  return { running: false, answer: await withMemoryFiles(paths, { now, makes }, async (desk) => await call(desk)) };
};

/** The id that was typed. Throws `usage` where there is none or it is none of ours. */
export const memoryId = (id: string | null, action: string): string => {
  if (id !== null && /^m_[a-z0-9]{4,40}$/.test(id)) return id;
  const what =
    id === null
      ? `Which one? memory ${action} needs its id.`
      : "That is no id of what was left out: they look like m_7f3a9c2b1d.";
  throw new ProxyError("usage", what, { hint: "Try: proxy-cli memory list" });
};

/** The session that was typed; null where none was. Throws `usage` for what is none. */
export const sessionNamed = (id: string | null): string | null => {
  if (id === null || /^[a-z0-9_]{8,40}$/.test(id)) return id;
  throw new ProxyError("usage", "That is no session's id: they look like s_1a2b3c4d5e6f.", {
    hint: "Try: proxy-cli sessions",
  });
};

/** The error for an id behind which nothing is kept. */
export const noMemory = (id: string, state: "gone" | "unknown"): ProxyError =>
  state === "gone"
    ? new ProxyError("input_missing", `${id} is not kept any more: its time was over, or there was no room for it.`, {
        hint: "Try: run again what gave it; memory.keep_days and memory.keep_bytes say how long and how much is kept",
      })
    : new ProxyError("input_missing", `Nothing is kept under ${id}.`, {
        hint: "Try: proxy-cli memory list   (what modes leave out that edit conversations, and your notes)",
      });

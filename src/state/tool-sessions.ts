import { createHash } from "node:crypto";
import type { Exchange } from "../core/exchange.ts";

/** Finds our session by the name that a tool has for its conversation. In memory alone: a new daemon knows it from the next request on. */
export type ToolSessions = {
  readonly note: (exchange: Exchange) => void;
  /** Null where no request has come by that name. */
  readonly named: (name: string) => string | null;
};

/** The headers by which tools name their conversations. */
const headers = ["x-claude-code-session-id"] as const;

/** So many conversations are remembered, the latest used. */
const most = 500;

/** None yet. */
export const createToolSessions = (): ToolSessions => {
  const sessions = new Map<string, string>();
  return {
    note: ({ request, notes }) => {
      if (notes.session === null) return;
      for (const header of headers) {
        const name = request.headers.get(header);
        if (name === null) continue;
        sessions.delete(keyOf(name));
        sessions.set(keyOf(name), notes.session.id);
      }
      for (const [oldest] of sessions) {
        if (sessions.size <= most) return;
        sessions.delete(oldest);
      }
    },
    named: (name) => sessions.get(keyOf(name)) ?? null,
  };
};

/** Whatever a client writes there, it is short and is no text of anybody's. */
const keyOf = (name: string): string => createHash("sha256").update(name).digest("base64").slice(0, 16);

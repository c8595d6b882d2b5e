import type { Answer } from "../../src/control/contract.ts";
import type { Context } from "../command.ts";
import { sessionRows } from "../sessions/list.ts";
import { createLive } from "../stats/live.ts";
import { statusLines } from "../status/lines.ts";
import type { Size } from "../terminal/hold.ts";
import { type LiveBlock, showBlock } from "../terminal/live-block.ts";

/** Conversations with a request in this time are shown, so many of them. */
const [sessionMs, mostSessions] = [3_600_000, 3] as const;

/** So many requests stand there, or none does. */
const [fewestRequests, mostRequests] = [2, 8] as const;

type Told = {
  readonly status: Answer<"status">;
  readonly upstreams: Answer<"upstreams">["upstreams"];
  readonly sessions: Answer<"sessions">;
};

/**
 * What a daemon that one is attached to does, as a block that is painted over: totals, conversations, the latest requests.
 * Null where lines cannot be painted over.
 */
export const showSummary = (context: Context): LiveBlock | null => {
  const { client, now, paint } = context;
  const live = createLive(now(), paint);
  const over = new AbortController();
  let told: Told | null = null;
  const refresh = async (): Promise<void> => {
    const [status, { upstreams }, sessions] = await Promise.all([
      client.status({}),
      client.upstreams({}),
      client.sessions({ since: now() - sessionMs, limit: mostSessions }),
    ]);
    told = { status, upstreams, sessions };
  };
  const lines = (size: Size): readonly string[] => {
    const last = paint("muted", "Ctrl-C stops it");
    if (told === null) return [last];
    const { status, upstreams, sessions } = told;
    const totals = statusLines({ ...context, columns: size.columns }, status, upstreams);
    const conversations = sessions.length === 0 ? [] : sessionRows(sessions, now(), size.columns);
    const room = (taken: readonly string[]): number => size.rows - 1 - taken.length - 3;
    const above = room([...totals, ...conversations]) < fewestRequests ? totals : [...totals, ...conversations];
    const requests = live
      .lines(now(), size.columns, { most: Math.max(1, Math.min(mostRequests, room(above))) })
      .slice(1);
    return [...above, ...(room(above) < fewestRequests ? [] : requests), last];
  };
  const block = showBlock(context, { lines, refresh, leaving: [], onEnd: () => undefined });
  if (block === null) return null;
  const hear = async (): Promise<void> => {
    for await (const message of client.watch(over.signal)) live.hear(message);
  };
  hear().catch(() => undefined); // the daemon's end is told by who has started it
  return {
    ...block,
    end: () => {
      over.abort();
      block.end();
    },
  };
};

/** A face that shows nothing yet. */
export const createFace = (context: Context) => {
  let block: LiveBlock | null = null;
  const over =
    (usual: (text: string) => void) =>
    (text: string): void =>
      block === null ? usual(text) : block.above(text);
  const { print, say, warn } = context;
  return {
    context: { ...context, print: over(print), say: over(say), warn: over(warn) },
    show: () => {
      block = showSummary(context);
    },
    end: () => {
      block?.end();
      block = null;
    },
  };
};

import type { Answer } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";

/** A session as the daemon or its files tell of it. */
export type View = Answer<"sessions">[number];

/** One of them with its requests. */
export type Detail = NonNullable<Answer<"session">>;

/** The sessions of the daemon that runs, else what its files tell. */
export const sessionsView = async (
  { client, paths, now }: Pick<Context, "client" | "paths" | "now">,
  asked: { readonly since: number; readonly limit: number },
): Promise<{ readonly running: boolean; readonly sessions: readonly View[] }> => {
  const live = await orNull(client.sessions(asked));
  if (live !== null) return { running: true, sessions: live };
  const { sessionsWithoutDaemon } = await import("../../src/offline/sessions.ts");
  return { running: false, sessions: sessionsWithoutDaemon(paths, { ...asked, now: now() }) };
};

/** One session, of the daemon or the files. Throws `input_missing` where nobody knows it. */
export const sessionDetail = async (
  { client, paths, now }: Pick<Context, "client" | "paths" | "now">,
  id: string,
): Promise<Detail & { readonly running: boolean }> => {
  const alive = await orNull(client.session({ id }).then((detail) => ({ detail })));
  if (alive !== null && alive.detail !== null) return { ...alive.detail, running: true };
  if (alive !== null) throw noSession(id);
  const { sessionWithoutDaemon } = await import("../../src/offline/sessions.ts");
  const detail = sessionWithoutDaemon(paths, id, now());
  if (detail === null) throw noSession(id);
  return { ...detail, running: false };
};

/** The id that was typed. Throws `usage` where there is none or it is none of ours. */
export const idNeeded = (id: string | null, action: string): string => {
  if (id === null)
    throw new ProxyError("usage", `Which session? sessions ${action} needs its id.`, {
      hint: "Try: proxy-cli sessions",
    });
  if (/^[a-z0-9_]{8,40}$/.test(id)) return id;
  throw new ProxyError("usage", "That is no session's id: they look like s_1a2b3c4d5e6f.", {
    hint: "Try: proxy-cli sessions   (all of them)",
  });
};

/** The error for an id that no session has. */
export const noSession = (id: string): ProxyError =>
  new ProxyError("input_missing", `There is no session ${id}.`, {
    hint: "Try: proxy-cli sessions --days 30   (what is older may be gone)",
  });

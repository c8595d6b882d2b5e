import { type Beside, latestOf, sessionDetail, sessionViews } from "../state/sessions/view.ts";
import { compressSession } from "./compressing.ts";
import type { Handlers } from "./contract.ts";
import type { Engine } from "./engine.ts";

type Asked = "sessions" | "session" | "endSession" | "compressSession";

/** The calls about conversations. */
export const sessionHandlers = (engine: Engine): Pick<Handlers, Asked> => ({
  sessions: async (listed) => {
    const known = await engine.sessions.list();
    const also = latestOf(known, listed).map(({ id }) => id);
    return sessionViews(known, await engine.ledger.sessions({ ...listed, also }), listed, besideOf(engine));
  },
  session: async ({ id }) => {
    const known = (await engine.sessions.list()).find((session) => session.id === id) ?? null;
    return sessionDetail(id, known, await engine.ledger.ofSession(id), besideOf(engine));
  },
  endSession: async ({ id }) => {
    const ended = await engine.sessions.end(id);
    if (ended) engine.audit.note("session-ended", "control", {}, id);
    return { ended };
  },
  compressSession: (ask) => compressSession(ask, engine),
});

const besideOf = ({ windowOf, pins, overrides, shadowOf }: Engine): Beside => ({
  windowOf,
  pinOf: pins.of,
  shadowOf,
  modeOf: (session) => overrides.of(session)?.mode ?? null,
});

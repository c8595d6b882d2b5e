import type { Joining, SessionTurn } from "../../core/session.ts";
import { ByUse } from "../../lib/by-use.ts";

/** How requests found their conversations, since the daemon began. */
export type SessionFigures = {
  /** Conversations with a request in the last hour. */
  readonly active: number;
  /** Requests by how they came to their conversation; calls beside one are not among them. */
  readonly joined: Readonly<Record<Joining, number>>;
};

/** How long a conversation counts as active after its last request. */
const activeMs = 3_600_000;

/** More than that at once nobody has; the oldest are forgotten. */
const mostActive = 10_000;

/** Figures of no conversation. */
export const createSessionFigures = (now: () => number) => {
  const joined: Record<Joining, number> = { explicit: 0, continued: 0, forked: 0, compacted: 0, new: 0 };
  const latest = new ByUse<number>();
  const forgetOld = (): void => {
    for (let id = latest.oldest(); id !== null; id = latest.oldest()) {
      if (now() - (latest.get(id) ?? 0) < activeMs && latest.size <= mostActive) return;
      latest.delete(id);
    }
  };
  return {
    add: (session: SessionTurn | null): void => {
      if (session === null) return;
      if (!session.isUtility) joined[session.joined]++;
      latest.use(session.id, now());
      if (latest.size > mostActive) forgetOld();
    },
    view: (): SessionFigures => {
      forgetOld();
      return { active: latest.size, joined: { ...joined } };
    },
  };
};

import { createJournal, type JournalOptions } from "./journal.ts";

/** Who changed something: a command of ours, somebody at the control socket, a file that was saved, a signal, the daemon itself. */
export type Who = "cli" | "control" | "file" | "signal" | "daemon";

/** What was changed: the closed list of what the audit log tells. */
export type Action =
  | "started"
  | "stopped"
  | "upstream-switched"
  | "upstream-lent"
  | "config-changed"
  | "config-reloaded"
  | "upstream-reset"
  | "config-rejected"
  | "keys-changed"
  | "token-created"
  | "token-revoked"
  | "token-limited"
  | "trace-on"
  | "trace-off"
  | "trace-cleared"
  | "session-ended"
  | "session-pinned"
  | "session-memory"
  | "request-cancelled"
  | "prices-set"
  | "cache-cleared"
  | "memories-forgotten"
  | "memory-reset"
  | "memory-policy-reset"
  | "budget-allowed"
  | "budget-stopped"
  | "budget-reset"
  | "web-opened"
  | "web-closed";

/** What belongs to it, in names and plain values; never a key, a token or a body. */
export type AuditData = Readonly<Record<string, unknown>>;

/** Writes down who changed what, apart from the log and whatever its level. */
export type Audit = {
  /** `session` where it is about one. */
  readonly note: (action: Action, who: Who, data?: AuditData, session?: string | null) => void;
  readonly dropped: () => number;
  readonly redactions: () => number;
  readonly setRotation: ReturnType<typeof createJournal>["setRotation"];
  readonly flush: () => Promise<void>;
};

/** An audit log in this file. */
export const createAudit = (options: JournalOptions): Audit => {
  const { add, dropped, redactions, setRotation, flush } = createJournal(options);
  return {
    note: (action, who, data = {}, session = null) => add({ session, action, who, data }),
    dropped,
    redactions,
    setRotation,
    flush,
  };
};

import { randomBytes } from "node:crypto";
import { ProxyError } from "../core/errors.ts";
import { createBucket } from "../lib/bucket.ts";
import { isSameSecret } from "../lib/secret.ts";

/** What a browser that was let in shows from then on: both, or it is not let in. */
export type Pass = {
  /** Travels in a cookie that no script can read. Cookies know no ports: other servers of this machine may see it. */
  readonly cookie: string;
  /** Kept by the page, whose storage only pages of the same port can read. It is what a foreign page cannot send. */
  readonly key: string;
};

/** Who may look at the web page. */
export type Door = {
  /** A code that lets one browser in, once and soon; the one before is void. */
  readonly invite: () => { readonly code: string; readonly untilAt: number };
  /** Throws `token_required`, or `token_tries` where too many wrong codes came just now. A right one is let in all the same. */
  readonly enter: (code: string) => Pass;
  /** Whether this cookie belongs to somebody who was let in: enough for what holds no data. */
  readonly knows: (cookie: string | null) => boolean;
  /** Whether both halves were given out together. */
  readonly isPass: (cookie: string | null, key: string | null) => boolean;
  readonly leave: (cookie: string | null) => void;
  readonly visitors: () => number;
  /** Nobody is let in any more, and no code counts. */
  readonly close: () => void;
};

/** So long a code waits for a browser. */
export const codeMs = 60_000;

/** So long somebody may look on without a new link. */
const visitMs = 12 * 3_600_000;

/** So many browsers at most; the first one in has to leave for one more. */
const mostVisitors = 16;

/** Wrong codes are answered one by one, then only this many a minute. */
const triesPerMinute = 5;

/** A door over these clocks. Nothing of it is written down: it is gone with the daemon. */
export const createDoor = ({ now, tick }: { readonly now: () => number; readonly tick: () => number }): Door => {
  const bucket = createBucket(triesPerMinute, triesPerMinute / 60, tick);
  let invitation: { readonly code: string; readonly untilAt: number } | null = null;
  /** By the hash of the cookie, so that looking one up does not tell how much of it was right. */
  const visitors = new Map<string, { readonly key: string; readonly untilAt: number }>();
  const visitorOf = (cookie: string | null) => {
    const found = cookie === null ? undefined : visitors.get(marked(cookie));
    return found === undefined || found.untilAt <= now() ? null : found;
  };
  return {
    invite: () => {
      invitation = { code: secret(), untilAt: now() + codeMs };
      return invitation;
    },
    enter: (code) => {
      if (invitation === null || invitation.untilAt <= now() || !isSameSecret(code, invitation.code))
        throw refusal(bucket.take());
      invitation = null;
      const pass = { cookie: secret(), key: secret() };
      visitors.set(marked(pass.cookie), { key: pass.key, untilAt: now() + visitMs });
      for (const first of [...visitors.keys()].slice(0, -mostVisitors)) visitors.delete(first);
      return pass;
    },
    knows: (cookie) => visitorOf(cookie) !== null,
    isPass: (cookie, key) => {
      const visitor = visitorOf(cookie);
      return visitor !== null && key !== null && isSameSecret(key, visitor.key);
    },
    leave: (cookie) => void (cookie === null || visitors.delete(marked(cookie))),
    visitors: () => [...visitors.values()].filter(({ untilAt }) => untilAt > now()).length,
    close: () => {
      invitation = null;
      visitors.clear();
    },
  };
};

const secret = (): string => randomBytes(32).toString("base64url");

const marked = (cookie: string): string => new Bun.CryptoHasher("sha256").update(cookie).digest("hex");

const refusal = (waitMs: number): ProxyError =>
  waitMs === 0
    ? new ProxyError("token_required", "This link has been used, or it is older than a minute.", {
        hint: "Ask for a new one: proxy-cli web",
      })
    : new ProxyError("token_tries", "Too many wrong links were tried.", {
        hint: "Wait a minute, then ask for a new one: proxy-cli web",
        retryAfterMs: waitMs,
      });

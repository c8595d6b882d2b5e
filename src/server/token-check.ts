import { clientKeys } from "../core/detect.ts";
import { ProxyError } from "../core/errors.ts";
import type { ShownToken } from "../core/exchange.ts";
import { withoutKeys } from "../core/place.ts";
import { createBucket } from "../lib/bucket.ts";
import { isSameSecret } from "../lib/secret.ts";
import { looksLikeToken, tokenStart } from "../lib/token.ts";
import type { TokenStore } from "../state/tokens.ts";

/** Knows which tokens are right, and how many wrong ones it answers. */
export type TokenCheck = {
  /** What a request shows: as `x-proxy-token`, in the place of a key, or as the first part of its path. */
  readonly shownBy: (headers: Headers, place: ShownPlace) => ShownToken;
  /** Throws `token_required`, or `token_tries` where too many wrong ones came just now. */
  readonly refuse: (shown: ShownToken, what: string, hint: string) => never;
};

type ShownPlace = { readonly query: string; readonly token: string | null };

type Options = {
  /** Tokens that are not in the store: the local one, and the one that the daemon was started with. */
  readonly own: readonly string[];
  readonly store: Pick<TokenStore, "accepts">;
  readonly now: () => number;
  readonly tick: () => number;
};

/** So many wrong tokens are answered one by one, then only this many a second: guessing must cost us nothing. */
const tries = 20;
const triesPerSecond = 5;

/** A check of these tokens. A right one is let in however many wrong ones come beside it. */
export const createTokenCheck = ({ own, store, now, tick }: Options): TokenCheck => {
  const bucket = createBucket(tries, triesPerSecond, tick);
  const isRight = (token: string): boolean => {
    const isOwn = own.map((one) => isSameSecret(token, one)).includes(true); // all are compared, see isSameSecret
    return isOwn || acceptedBy(store, token, now());
  };
  return {
    shownBy: (headers, place) => {
      const shown = shownIn(headers, place);
      if (shown.length === 0) return "none";
      return shown.some(isRight) ? "right" : "wrong";
    },
    refuse: (shown, what, hint) => {
      const waitMs = shown === "wrong" ? bucket.take() : 0;
      if (waitMs === 0) throw new ProxyError("token_required", what, { hint });
      throw new ProxyError("token_tries", "Too many wrong tokens were shown.", {
        hint: "Wait a moment, then show the right one. See: proxy-cli token list",
        retryAfterMs: waitMs,
      });
    },
  };
};

/** Refuses a path that still holds a token behind its beginning: it would reach the vendor, and stand in the books. */
export const refuseStrayToken = (path: string): void => {
  if (!path.includes(`/${tokenStart}`)) return;
  throw new ProxyError("not_found", "The path holds a token in a place where none belongs.", {
    hint: "Begin the path with /t/TOKEN, once. See: proxy-cli env --with-token",
  });
};

/** A key of a vendor is not a wrong token; what stands in a place of ours is one, whatever it looks like. */
const shownIn = (headers: Headers, { query, token }: ShownPlace): readonly string[] => {
  const inKeyPlaces = [...clientKeys(headers), ...withoutKeys(query).keys].filter(looksLikeToken);
  return [headers.get("x-proxy-token"), token, ...inKeyPlaces].filter(
    (one): one is string => one !== null && one !== "",
  );
};

/** A file of tokens that cannot be read lets nobody in; who starts the daemon is told why. */
const acceptedBy = (store: Options["store"], token: string, now: number): boolean => {
  try {
    return store.accepts(token, now);
  } catch {
    return false;
  }
};

import { clientKeys } from "../core/detect.ts";
import { ProxyError } from "../core/errors.ts";
import type { ShownToken } from "../core/exchange.ts";
import { withoutKeys } from "../core/place.ts";
import { createBucket } from "../lib/bucket.ts";
import { isSameSecret } from "../lib/secret.ts";
import { looksLikeToken, tokenStart } from "../lib/token.ts";
import type { Holder, TokenStore } from "../state/tokens.ts";

/** Knows which tokens are right, and how many wrong ones it answers. */
export type TokenCheck = {
  /** What a request shows: as `x-proxy-token`, in the place of a key, or as the first part of its path. */
  readonly shownBy: (headers: Headers, place: ShownPlace) => Shown;
  /** Throws `token_required`, or `token_tries` where too many wrong ones came just now. */
  readonly refuse: (shown: ShownToken, what: string, hint: string) => never;
};

/** What a request shows, and who that is; null where it is not right. */
export type Shown = { readonly token: ShownToken; readonly holder: Holder | null };

type ShownPlace = { readonly query: string; readonly token: string | null };

type Options = {
  /** Tokens that are not in the store, by the names of who shows them: the local one, and the one of this start. */
  readonly own: Readonly<Record<string, string>>;
  readonly store: Pick<TokenStore, "holderOf">;
  readonly now: () => number;
  readonly tick: () => number;
};

/** So many wrong tokens are answered one by one, then only this many a second: guessing must cost us nothing. */
const tries = 20;
const triesPerSecond = 5;

/** A check of these tokens. A right one is let in however many wrong ones come beside it. */
export const createTokenCheck = ({ own, store, now, tick }: Options): TokenCheck => {
  const bucket = createBucket(tries, triesPerSecond, tick);
  const holderOf = (token: string): Holder | null => {
    const names = Object.keys(own).filter((name) => isSameSecret(token, own[name] ?? "")); // all are compared, see isSameSecret
    const [name] = names;
    return name === undefined ? heldIn(store, token, now()) : { name };
  };
  return {
    shownBy: (headers, place) => {
      const shown = shownIn(headers, place);
      if (shown.length === 0) return { token: "none", holder: null };
      for (const one of shown) {
        const holder = holderOf(one);
        if (holder !== null) return { token: "right", holder };
      }
      return { token: "wrong", holder: null };
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
const heldIn = (store: Options["store"], token: string, now: number): Holder | null => {
  try {
    return store.holderOf(token, now);
  } catch {
    return null;
  }
};

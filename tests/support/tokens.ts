import { join } from "node:path";
import { placeOf } from "../../src/server/accept.ts";
import { createTokenCheck, type TokenCheck } from "../../src/server/token-check.ts";
import { tokenStore } from "../../src/state/tokens.ts";
import { stoppedClock } from "./exchange.ts";
import { scratchFolder } from "./scratch.ts";

/** A check that knows this local token and an empty store, on a clock that stands still. */
export const tokensWith = (local = "pxy_right", clock = stoppedClock()): TokenCheck => {
  const store = tokenStore(join(scratchFolder(), "tokens.json"), clock.now);
  return createTokenCheck({ own: { local }, store, now: clock.now, tick: clock.tick });
};

/** What a request shows to a check. */
export const shownTo = (check: TokenCheck, request: Request) => () =>
  check.shownBy(request.headers, placeOf(request.url)).token;

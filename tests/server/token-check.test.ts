import { expect, test } from "bun:test";
import { join } from "node:path";
import { asProxyError } from "../../src/core/errors.ts";
import { placeOf } from "../../src/server/accept.ts";
import { createTokenCheck, type TokenCheck } from "../../src/server/token-check.ts";
import { tokenStore } from "../../src/state/tokens.ts";
import { canaries } from "../support/canary.ts";
import { stoppedClock } from "../support/exchange.ts";
import { scratchFolder } from "../support/scratch.ts";
import { tokensWith } from "../support/tokens.ts";

const shown = (check: TokenCheck, headers: Readonly<Record<string, string>>, path = "/v1/messages") =>
  check.shownBy(new Headers(headers), placeOf(path)).token;

test("a token is found wherever a client can put one", () => {
  const check = tokensWith("pxy_right");

  for (const headers of [
    { "x-proxy-token": "pxy_right" },
    { "x-api-key": "pxy_right" },
    { "x-goog-api-key": "pxy_right" },
    { authorization: "Bearer pxy_right" },
  ] as readonly Readonly<Record<string, string>>[])
    expect(shown(check, headers)).toBe("right");
  expect(shown(check, {}, "/t/pxy_right/v1/messages")).toBe("right");
  expect(shown(check, {}, "/v1beta/models/x:generateContent?key=pxy_right")).toBe("right");
  expect(shown(check, { "x-proxy-token": "pxy_right", "x-api-key": canaries.anthropic })).toBe("right");
});

test("a vendor's key is no wrong token, a token that does not fit is", () => {
  const check = tokensWith("pxy_right");

  expect(shown(check, {})).toBe("none");
  expect(shown(check, { "x-proxy-token": "" })).toBe("none");
  expect(shown(check, { "x-api-key": canaries.anthropic, authorization: `Bearer ${canaries.openai}` })).toBe("none");
  expect(shown(check, { "x-api-key": "pxy_righ" })).toBe("wrong");
  expect(shown(check, { "x-proxy-token": "anything" })).toBe("wrong");
  expect(shown(check, {}, "/t/pxy_left/v1/messages")).toBe("wrong");
});

test("S-27: of many wrong tokens only some are looked at; a right one never waits", () => {
  const clock = stoppedClock();
  const check = tokensWith("pxy_right", clock);
  const refusal = (what: "wrong" | "none") => {
    try {
      return check.refuse(what, "what", "hint");
    } catch (thrown) {
      return asProxyError(thrown);
    }
  };

  const codes = Array.from({ length: 1000 }, () => refusal("wrong").code);

  expect(codes.filter((code) => code === "token_required").length).toBe(20);
  expect(codes.at(-1)).toBe("token_tries");
  expect(refusal("wrong")).toMatchObject({ retryAfterMs: 200, failure: { status: 429 } });
  expect(refusal("none").code).toBe("token_required");
  expect(shown(check, { "x-proxy-token": "pxy_right" })).toBe("right");
  clock.advance(200);
  expect(refusal("wrong").code).toBe("token_required");
});

test("a file of tokens that cannot be read lets nobody in but the local token", () => {
  const clock = stoppedClock();
  const store = tokenStore(scratchFolder(), clock.now); // a folder is no file
  const check = createTokenCheck({ own: { local: "pxy_right" }, store, now: clock.now, tick: clock.tick });

  expect(shown(check, { "x-proxy-token": "pxy_other" })).toBe("wrong");
  expect(shown(check, { "x-proxy-token": "pxy_right" })).toBe("right");
});

test("a token of the store is right until it is revoked", () => {
  const clock = stoppedClock();
  const store = tokenStore(join(scratchFolder(), "tokens.json"), clock.now);
  const check = createTokenCheck({ own: { local: "pxy_right" }, store, now: clock.now, tick: clock.tick });
  const { token } = store.create("laptop", null);

  expect(shown(check, { authorization: `Bearer ${token}` })).toBe("right");
  store.revoke("laptop");
  expect(shown(check, { authorization: `Bearer ${token}` })).toBe("wrong");
});

test("who shows a token is known by its name, also the one of the home and the one of this start", () => {
  const clock = stoppedClock();
  const store = tokenStore(join(scratchFolder(), "tokens.json"), clock.now);
  const check = createTokenCheck({
    own: { local: "pxy_here", given: "pxy_start" },
    store,
    now: clock.now,
    tick: clock.tick,
  });
  const { token } = store.create("laptop", null);
  const nameOf = (shown: string) => check.shownBy(new Headers({ "x-api-key": shown }), placeOf("/")).holder?.name;

  expect(["pxy_here", "pxy_start", token, "pxy_none"].map(nameOf)).toEqual(["local", "given", "laptop", undefined]);
});

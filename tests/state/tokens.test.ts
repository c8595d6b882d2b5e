import { expect, test } from "bun:test";
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { noTokenRules, refuseWeakToken, tokenStore } from "../../src/state/tokens.ts";
import { stoppedClock } from "../support/exchange.ts";
import { scratchFolder } from "../support/scratch.ts";

const newStore = () => {
  const clock = stoppedClock();
  const file = join(scratchFolder(), "tokens.json");
  return { clock, file, store: tokenStore(file, clock.now) };
};

test("a token is shown once and holds from then on; the file has only what cannot be turned back", () => {
  const { clock, file, store } = newStore();

  const { token, ...view } = store.create("laptop", null);

  expect(store.holderOf(token, clock.now())).not.toBeNull();
  expect(store.list()).toEqual([view]);
  expect(view).toEqual({ name: "laptop", hint: token.slice(-4), createdAt: clock.now(), expiresAt: null });
  expect(readFileSync(file, "utf8")).not.toContain(token.slice(4, -4));
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("what one process makes or revokes holds at once in another", () => {
  const { clock, file, store } = newStore();
  const daemon = tokenStore(file, clock.now);
  expect(daemon.hasAny(clock.now())).toBe(false);

  const first = store.create(null, null);
  const second = store.create(null, null);

  expect([first.name, second.name]).toEqual(["token-1", "token-2"]);
  expect(daemon.holderOf(first.token, clock.now())).not.toBeNull();
  store.revoke("token-1");
  expect(daemon.holderOf(first.token, clock.now())).toBeNull();
  expect(daemon.holderOf(second.token, clock.now())).not.toBeNull();
});

test("a token that has expired holds no more", () => {
  const { clock, store } = newStore();
  const { token } = store.create("short", clock.now() + 1000);

  expect(store.holderOf(token, clock.now())).not.toBeNull();
  clock.advance(1000);
  expect(store.holderOf(token, clock.now())).toBeNull();
  expect(store.hasAny(clock.now())).toBe(false);
});

test("two installations hash the same token in different ways", () => {
  const [one, other] = [newStore(), newStore()];
  const hashIn = (file: string) => JSON.parse(readFileSync(file, "utf8")).salt;

  one.store.create(null, null);
  other.store.create(null, null);

  expect(hashIn(one.file)).not.toBe(hashIn(other.file));
});

test("names that are taken, odd or unknown are refused with the next step", () => {
  const { store } = newStore();
  store.create("laptop", null);

  expect(() => store.create("laptop", null)).toThrow('There is a token "laptop" already.');
  expect(() => store.create("../etc", null)).toThrow("is no name for a token");
  expect(() => store.revoke("lap")).toThrow('There is no token "lap". Known: laptop.');
});

test("S-26: a file that others can read, or that is damaged, is refused and not taken for an empty one", () => {
  const { file, store, clock } = newStore();
  store.create("laptop", null);
  chmodSync(file, 0o644);
  expect(() => tokenStore(file, clock.now).list()).toThrow(expect.objectContaining({ code: "home_unsafe" }));

  for (const text of ["", "{", '{"salt":"x"}', '{"salt":"x","tokens":[{"name":"a"}]}']) {
    writeFileSync(file, text);
    chmodSync(file, 0o600);
    expect(() => tokenStore(file, clock.now).list()).toThrow(expect.objectContaining({ code: "config_invalid" }));
  }
});

test("a token from elsewhere must not be short, nor look like a vendor's key", () => {
  for (const token of ["", "pxy_1234", "sk-ant-0123456789012345678901234567890"])
    expect(() => refuseWeakToken(token)).toThrow("begin with pxy_");
  expect(() => refuseWeakToken(`pxy_${"a".repeat(48)}`)).not.toThrow();
});

test("a token's limits hold at once in another process, and go when they are taken away", () => {
  const { clock, file, store } = newStore();
  const daemon = tokenStore(file, clock.now);
  const rules = { ...noTokenRules, requestsPerMinute: 60, models: ["glm-*"] };
  const { token } = store.create("ci", null, rules);

  expect(daemon.holderOf(token, clock.now())).toMatchObject({ name: "ci", rules });
  expect(JSON.stringify(daemon.holderOf(token, clock.now()))).not.toContain("hash");
  store.limit("ci", { ...rules, concurrency: 2 });
  expect(daemon.holderOf(token, clock.now())?.rules).toEqual({ ...rules, concurrency: 2 });
  store.limit("ci", noTokenRules);
  expect(daemon.holderOf(token, clock.now())?.rules).toBeUndefined();
  expect(() => store.limit("di", rules)).toThrow('There is no token "di". Known: ci.');
});

test("a file whose limits cannot be read lets nobody in rather than everybody do everything", () => {
  const { file, store, clock } = newStore();
  store.create("ci", null, { ...noTokenRules, concurrency: 1 });
  writeFileSync(file, readFileSync(file, "utf8").replace('"concurrency": 1', '"concurency": 1'));

  expect(() => tokenStore(file, clock.now).list()).toThrow(expect.objectContaining({ code: "config_invalid" }));
});

test("names of tokens that are in no list are taken", () => {
  expect(() => newStore().store.create("local", null)).toThrow("is in no list");
});

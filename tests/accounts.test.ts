import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { accountsOf, plansTo } from "../src/accounts.ts";
import { ProxyError } from "../src/core/errors.ts";
import type { Notice } from "../src/core/notice.ts";
import { type Ending, ended } from "../src/core/outcome.ts";
import { canaries, leaksIn } from "./support/canary.ts";
import { exchangeOf, upstreamOf } from "./support/exchange.ts";
import { plainMeter } from "./support/meter.ts";
import { stateOf } from "./support/state.ts";
import { triedOnce } from "./support/tried.ts";

const bookkeeping = () => {
  const { state, paths } = stateOf([], "auto");
  const log = async (): Promise<string> => {
    await state.log.flush();
    return readFileSync(paths.log, "utf8");
  };
  return { state, accounts: accountsOf(state, { meter: plainMeter() }, () => 0), log };
};

test("a request is counted once, told to who watches, and logged where it went wrong", async () => {
  const { state, accounts, log } = bookkeeping();
  const heard: Notice["type"][] = [];
  state.notices.listen(({ type }) => void heard.push(type));

  for (const ending of [ended(200), { code: "SD", status: 200, error: "upstream_cut" }] satisfies readonly Ending[]) {
    const exchange = exchangeOf("/v1/messages");
    accounts.open(exchange);
    exchange.settle(ending);
    accounts.close(exchange, await exchange.outcome);
  }

  expect(state.tally.view()).toMatchObject({ accepted: 2, ended: 2, ok: 1, cut: 1 });
  expect(heard).toEqual(["request-started", "request-ended", "request-started", "request-ended"]);
  expect((await log()).match(/"outcome"/g)?.length).toBe(1);
  await state.ledger.stop();
});

test("where a request goes is told to who watches, as soon as it is settled", () => {
  const { state } = bookkeeping();
  const heard: Notice[] = [];
  state.notices.listen((notice) => void heard.push(notice));
  const exchange = exchangeOf("/v1/messages");
  exchange.notes.model = "glm-4.6";

  plansTo(state.notices)(exchange, upstreamOf("zai", { name: "zai-cn" }));

  expect(heard).toEqual([
    {
      type: "request-planned",
      ...{ id: exchange.id, startedAt: exchange.startedAt, model: "glm-4.6", stream: false },
      ...{ upstream: "zai-cn", provider: "zai", modelSent: null, translated: null },
    },
  ]);
});

test("a request that no bill can be made for has its row all the same, and nobody knows what it cost", async () => {
  const { state } = bookkeeping();
  const broken = (): never => {
    throw new RangeError("A price that is none.");
  };
  const accounts = accountsOf(state, { meter: { ...plainMeter(), bill: broken } }, () => 0);
  const ended: Notice[] = [];
  state.notices.listen((notice) => void ended.push(notice));
  const exchange = exchangeOf("/v1/messages");
  accounts.open(exchange);
  exchange.settle({ code: "--", status: 200, error: null });

  accounts.close(exchange, await exchange.outcome);

  expect(state.tally.view()).toMatchObject({ accepted: 1, ended: 1 });
  expect(state.tally.mistakes()).toBe(1);
  expect(ended.at(-1)).toMatchObject({ request: { costKind: "unknown", costMicros: null } });
  await state.ledger.stop();
});

test("who was turned away is counted and logged, and a mistake is logged without its words", async () => {
  const { state, accounts, log } = bookkeeping();

  accounts.refused(new ProxyError("browser_origin", "No."), "r_1");
  accounts.mistake(
    new ProxyError("internal", "x", { cause: new TypeError(`http://x/?key=${canaries.google}`) }),
    "r_2",
  );

  expect(state.tally.view()).toMatchObject({ refused: 1, accepted: 0 });
  expect(await log()).toContain('"what":"TypeError"');
  expect(leaksIn({ log: await log() })).toEqual([]);
  await state.ledger.stop();
});

test("refusals of one kind fill no log: some are told, the others counted with the next that is", async () => {
  const { state, paths } = stateOf([], "auto");
  let passed = 0;
  const accounts = accountsOf(state, { meter: plainMeter() }, () => passed);
  const knock = async (): Promise<void> => {
    accounts.refused(new ProxyError("token_required", "No token."), "r_1");
    const exchange = exchangeOf("/v1/messages");
    accounts.open(exchange);
    exchange.settle({ code: "PR", status: 401, error: "token_required" });
    accounts.close(exchange, await exchange.outcome);
  };

  for (let at = 0; at < 100; at++) await knock();
  passed = 5000;
  await knock();
  accounts.refused(new ProxyError("browser_origin", "No."), "r_2");
  await state.log.flush();

  const lines = readFileSync(paths.log, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(lines.length).toBe(22);
  expect(lines[20]).toMatchObject({ error: "token_required", untold: 180 });
  expect(lines[21]).toMatchObject({ error: "browser_origin" });
  expect(lines[21]).not.toHaveProperty("untold");
  expect(state.tally.view().refused).toBe(102);
  await state.ledger.stop();
});

test("S-27: guesses beyond what is answered are counted and fill no log", async () => {
  const { state, accounts, log } = bookkeeping();

  accounts.refused(new ProxyError("token_required", "wrong"), "r_1");
  for (let at = 0; at < 100; at++) accounts.refused(new ProxyError("token_tries", "too many"), "r_2");

  expect(state.tally.view().refused).toBe(101);
  expect((await log()).trim().split("\n").length).toBe(1);
});

test("where a request goes that could not go where it was to is told again, with why", () => {
  const { state } = bookkeeping();
  const heard: Notice[] = [];
  state.notices.listen((notice) => void heard.push(notice));
  const exchange = exchangeOf("/v1/messages");
  exchange.notes.tries = [triedOnce()];

  plansTo(state.notices)(exchange, upstreamOf("openai"));

  expect(heard).toMatchObject([{ upstream: "openai", movedFrom: { upstream: "anthropic", reason: "refused" } }]);
});

import { expect, test } from "bun:test";
import type { Exchange } from "../../../src/core/exchange.ts";
import { noUsage, type Usage } from "../../../src/core/usage.ts";
import { measure } from "../../../src/meter/tokens/measure.ts";
import { Shadow } from "../../../src/state/memory/shadow.ts";
import { exchangeWith, model, sessionsWith, user } from "../../support/sessions.ts";

const noisy = `${"\u001b[32mok\u001b[0m src/server/listen.test.ts\n".repeat(80)}1 failed`;
const history = [
  user("Run the tests."),
  model([{ type: "tool_use", id: "t1", name: "Bash", input: { command: "npm test" } }]),
  user([{ type: "tool_result", tool_use_id: "t1", content: noisy }]),
];
const perToken = ({ inputTokens }: Usage): number => inputTokens ?? 0;

const looking = () => {
  let now = new Date(2026, 1, 3, 12).getTime();
  const troubles: string[] = [];
  const onTrouble = (what: string): void => void troubles.push(what);
  const shadow = new Shadow({ now: () => now, tick: () => 0, measure, onTrouble });
  shadow.set(true);
  const pass = async (exchange: Exchange, bytes = 1000): Promise<void> => {
    const transcript = sessionsWith().sessions.transcript(exchange);
    if (transcript !== null) shadow.take(exchange, transcript, bytes);
    exchange.notes.session = { id: "s_1", turn: 1, joined: "new", isUtility: false };
    const usage = { ...noUsage, inputTokens: 4000, outputTokens: 1 };
    exchange.notes.bill = { usage, kind: "reported", costMicros: 4000 };
    shadow.ended(exchange, perToken);
    await shadow.done();
  };
  return {
    shadow,
    pass,
    troubles,
    later: (ms: number): void => {
      now += ms;
    },
  };
};

test("what each mode would have saved is summed up, of the day and of the conversation", async () => {
  const { shadow, pass, troubles } = looking();
  await pass(exchangeWith(history));
  await pass(exchangeWith(history));
  const today = shadow.today();
  expect(today).toMatchObject({ requests: 2, dropped: 0 });
  expect(today?.modes.map(({ mode }) => mode)).toEqual(["lossless", "balanced", "aggressive"]);
  expect(today?.modes[0]?.micros).toBeGreaterThan(0);
  expect(shadow.ofSession("s_1")).toEqual(today);
  expect(shadow.ofSession("s_2")).toBeNull();
  expect(troubles).toEqual([]);
});

test("nothing is looked at when nobody wants it, and a new day begins with nothing", async () => {
  const { shadow, pass, later } = looking();
  await pass(exchangeWith(history));
  later(86_400_000);
  expect(shadow.today()).toBeNull();
  shadow.set(false);
  await pass(exchangeWith(history));
  expect(shadow.today()).toBeNull();
});

test("what there is no room for is dropped and counted, and the bodies of others are let go when their answers end", async () => {
  const { shadow, pass } = looking();
  await pass(exchangeWith(history), 100 * 1024 * 1024);
  await pass(exchangeWith(history), 60 * 1024 * 1024);
  await pass(exchangeWith(history), 60 * 1024 * 1024);
  expect(shadow.today()).toMatchObject({ requests: 2, dropped: 1 });
});

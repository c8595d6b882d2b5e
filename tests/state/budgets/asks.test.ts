import { expect, test } from "bun:test";
import { createAsks } from "../../../src/state/budgets/asks.ts";
import { createAlone } from "../../../src/state/shared/alone.ts";

const question = { about: "daily", why: "It is used up.", client: "tool", model: null, session: null };

const asksWith = ({ board } = createAlone(() => 1000)) => {
  const heard: string[] = [];
  let serial = 0;
  const asks = createAsks({
    ...{ board, now: () => 1000, newId: () => `q_${++serial}` },
    onAsk: ({ id }) => void heard.push(`asked ${id}`),
    onAnswer: ({ id }, answered) => void heard.push(`${answered} ${id}`),
  });
  return { asks, heard, board };
};

const never = new AbortController().signal;

test("all who ask about the same wait for one question, and hear the same answer", async () => {
  const { asks, heard } = asksWith();
  const waiting = [asks.ask(question, 60_000, never), asks.ask(question, 60_000, never)];
  expect(asks.open()).toEqual([{ id: "q_1", ...question, since: 1000, until: 61_000 }]);

  await asks.answer("daily", "allowed");

  expect(await Promise.all(waiting)).toEqual(["allowed", "allowed"]);
  expect(heard).toEqual(["asked q_1", "allowed q_1"]);
  expect(asks.open()).toEqual([]);
});

test("a question that nobody answers is over in time, and who asks again asks anew", async () => {
  const { asks, heard } = asksWith();

  expect(await asks.ask(question, 1, never)).toBe("late");
  expect(await asks.ask(question, 1, never)).toBe("late");

  expect(heard).toEqual(["asked q_1", "late q_1", "asked q_2", "late q_2"]);
});

test("a client that leaves waits no longer; the question goes with the last of them", async () => {
  const { asks, heard } = asksWith();
  const [first, second] = [new AbortController(), new AbortController()];
  const waiting = [asks.ask(question, 60_000, first.signal), asks.ask(question, 60_000, second.signal)];

  first.abort();
  expect(await waiting[0]).toBe("left");
  expect(asks.open()).toHaveLength(1);
  second.abort();

  expect(await waiting[1]).toBe("left");
  expect(asks.open()).toEqual([]);
  expect(heard).toEqual(["asked q_1", "left q_1"]);
});

test("what is asked at one daemon is seen and answered at another", async () => {
  const shared = createAlone(() => 1000);
  const [one, other] = [asksWith(shared), asksWith(shared)];
  const waiting = one.asks.ask(question, 60_000, never);

  expect(other.asks.open().map(({ about }) => about)).toEqual(["daily"]);
  await other.asks.answer("daily", "stopped");

  expect(await waiting).toBe("stopped");
});

import { expect, test } from "bun:test";
import type { ProxyError } from "../../src/core/errors.ts";
import { type LoopServices, loops } from "../../src/middleware/loops.ts";
import { plannedExchange } from "../support/budgets.ts";

const loop = { mark: "x", times: 5, why: "Bash(npm test) was called 5 times in a row" };

const loopsWith = (services: Partial<NonNullable<LoopServices["loops"]>> | null) => {
  let read = 0;
  const run = loops.create({
    loops: services && {
      onOver: "stop",
      find: () => loop,
      isAllowed: () => false,
      ask: async () => "late",
      ...services,
    },
    sessions: {
      expect: () => undefined,
      find: async () => ({ id: "s_1", parent: null }),
      transcript: () => {
        read++;
        return { dialect: "anthropic", entries: [], pathOf: () => [], jsonOf: () => null };
      },
    },
  });
  const exchange = plannedExchange();
  exchange.body = { kind: "held", bytes: new TextEncoder().encode("{}") };
  const sent = run(exchange, async () => new Response("ok")).then(
    () => "sent",
    (error: ProxyError) => error,
  );
  return { sent, read: () => read };
};

test("nothing is read before a request goes out where a loop is only told", async () => {
  const { sent, read } = loopsWith(null);

  expect([await sent, read()]).toEqual(["sent", 0]);
});

test("a request that goes on with a loop is stopped with a sentence for the agent", async () => {
  const error = (await loopsWith({}).sent) as ProxyError;

  expect(error.code).toBe("loop_detected");
  expect(error.message).toBe("This looks like a loop: Bash(npm test) was called 5 times in a row.");
  expect(error.hint).toContain("proxy-cli budget allow s_1");
});

test("it goes on where it is none, where it was allowed before, and where a person allows it", async () => {
  expect(await loopsWith({ find: () => null }).sent).toBe("sent");
  expect(await loopsWith({ isAllowed: () => true }).sent).toBe("sent");
  expect(await loopsWith({ onOver: "pause", ask: async () => "allowed" }).sent).toBe("sent");
});

test("without an answer it is stopped, and so it is by a person; a client that left is told so", async () => {
  const answered = async (ask: "late" | "left" | "stopped") =>
    (await loopsWith({ onOver: "pause", ask: async () => ask }).sent) as ProxyError;

  expect((await answered("late")).code).toBe("loop_detected");
  expect((await answered("late")).message).toContain("in a row. Nobody has let it go on in time.");
  expect((await answered("stopped")).code).toBe("stopped_by_user");
  expect((await answered("left")).code).toBe("client_left");
});

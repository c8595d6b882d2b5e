import { expect, test } from "bun:test";
import { ended } from "../../src/core/outcome.ts";
import { printer } from "../../src/middleware/printer.ts";
import type { LogFields } from "../../src/state/logs/log.ts";
import { canaries, leaksIn } from "../support/canary.ts";
import { exchangeOf } from "../support/exchange.ts";
import { until } from "../support/wait.ts";

type Wanted = { readonly requests?: boolean; readonly responses?: boolean; readonly bodies?: boolean };

/** What is printed of a request with this body, and of an answer that comes in these pieces. */
const printed = async (wanted: Wanted, body: string, pieces: readonly string[] = ["answer"]) => {
  const lines: (LogFields & { readonly message: string })[] = [];
  const exchange = exchangeOf("/v1/messages", { body });
  exchange.body = { kind: "held", bytes: new TextEncoder().encode(body) };
  const run = printer.create({
    printer: {
      requests: true,
      responses: true,
      bodies: false,
      ...wanted,
      write: (_, message, fields) => void lines.push({ message, ...fields }),
    },
  });
  const response = await run(exchange, async () => {
    for (const piece of pieces) for (const hear of exchange.hearers) hear(new TextEncoder().encode(piece));
    exchange.settle(ended(200));
    return new Response("whatever");
  });
  expect(response.status).toBe(200);
  if (wanted.responses !== false)
    await until("the answer is printed", () => lines.some(({ message }) => message === "answer out"));
  return lines;
};

test("C5: a line for the request, a line for the answer, no word of what was said", async () => {
  const lines = await printed({}, "prompt");

  expect(lines).toMatchObject([
    { message: "request in", method: "POST", path: "/v1/messages" },
    { message: "answer out", status: 200, outcome: "--" },
  ]);
  expect(JSON.stringify(lines)).not.toContain("prompt");
});

test("C5: each of them can be left out", async () => {
  expect((await printed({ requests: false }, "")).map(({ message }) => message)).toEqual(["answer out"]);
  expect((await printed({ responses: false }, "")).map(({ message }) => message)).toEqual(["request in"]);
});

test("C5: with bodies their beginning is printed, without keys", async () => {
  const lines = await printed({ bodies: true }, `"say\\n${canaries.anthropic}"`, ["an", "swer", "!".repeat(10_000)]);

  expect(lines[0]?.["body"]).toStartWith('"say');
  expect(lines[1]?.["body"]).toStartWith("answer!!!");
  expect(String(lines[1]?.["body"]).length).toBeLessThan(5000);
  expect(leaksIn({ lines: JSON.stringify(lines) })).toEqual([]);
});

test("S-53: a key at the place where the text is cut is not shown by half", async () => {
  const text = "z".repeat(4096 - canaries.zai.length).replace(/z$/, "\n") + canaries.zai;

  for (let shift = 0; shift < 16; shift++) {
    const body = "y".repeat(shift) + text;
    for (const { body: shown } of await printed({ bodies: true }, body, [body])) expect(shown).not.toContain("CANARYz");
  }
});

test("nothing is printed, and nobody listens, unless it is wanted", async () => {
  const exchange = exchangeOf("/v1/messages");

  await printer.create({ printer: null })(exchange, async () => new Response(""));

  expect(exchange.hearers).toEqual([]);
});

import { expect, test } from "bun:test";
import type { OwnRunner, OwnVerdict, RequestFacts } from "../../src/core/own-middleware.ts";
import { own } from "../../src/middleware/own.ts";
import { canaries, leaksIn } from "../support/canary.ts";
import { exchangeOf } from "../support/exchange.ts";

const says = (verdict: Partial<OwnVerdict>, name = "mine.ts"): OwnRunner => ({
  name,
  onError: "fail",
  ask: async () => ({ headers: [], note: null, refusal: null, ...verdict }),
});
const fails = (onError: OwnRunner["onError"]): OwnRunner => ({
  name: "bad.ts",
  onError,
  ask: () => Promise.reject(new Error("threw RangeError")),
});
const next = async () => new Response("through");

test("C3: headers and remarks come together, in the order of the list", async () => {
  const exchange = exchangeOf("/v1/messages");
  const runners = [
    says({ headers: [["x-a", "1"]], note: "one" }),
    says({ headers: [["x-b", "2"]], note: "two" }, "b.ts"),
  ];

  const response = await own.create({ own: runners, ownFailed: () => undefined })(exchange, next);

  expect(await response.text()).toBe("through");
  expect(exchange.notes.added).toEqual([
    ["x-a", "1"],
    ["x-b", "2"],
  ]);
  expect(exchange.notes.remarks).toEqual([
    { by: "mine.ts", text: "one" },
    { by: "b.ts", text: "two" },
  ]);
});

test("C3: who is refused goes no further", async () => {
  let asked = 0;
  const run = own.create({ own: [says({ refusal: "not today" })], ownFailed: () => undefined });

  const answer = run(exchangeOf("/v1/messages"), () => {
    asked++;
    return next();
  });

  expect(answer).rejects.toMatchObject({ code: "middleware_refused", message: expect.stringContaining("not today") });
  await answer.catch(() => undefined);
  expect(asked).toBe(0);
});

test("D-20: where one fails the request fails or goes on, as it was said, and it is told with the name", async () => {
  const told: object[] = [];
  const run = (onError: OwnRunner["onError"]) =>
    own.create({ own: [fails(onError)], ownFailed: (failure) => void told.push(failure) })(
      exchangeOf("/v1/messages"),
      next,
    );

  expect((await run("pass")).status).toBe(200);
  await expect(run("fail")).rejects.toMatchObject({ code: "internal" });

  expect(told).toMatchObject([
    { name: "bad.ts", why: "threw RangeError", passes: true },
    { name: "bad.ts", why: "threw RangeError", passes: false },
  ]);
});

test("I-01: no key is among the facts, wherever the client put it", async () => {
  const seen: RequestFacts[] = [];
  const spy: OwnRunner = {
    ...says({}),
    ask: (facts) => {
      seen.push(facts);
      return says({}).ask(facts);
    },
  };
  const headers = {
    authorization: `Bearer ${canaries.openai}`,
    "x-api-key": canaries.anthropic,
    "x-odd": canaries.zai,
  };

  await own.create({ own: [spy], ownFailed: () => undefined })(
    exchangeOf(`/v1/messages?key=${canaries.google}`, { headers }),
    next,
  );

  expect(seen.length).toBe(1);
  expect(leaksIn({ seen: JSON.stringify(seen) })).toEqual([]);
});

import { describe, expect, test } from "bun:test";
import type { Hindrance } from "../../src/core/availability.ts";
import { asProxyError, type FailureCode, ProxyError } from "../../src/core/errors.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import { Declined } from "../../src/core/judge.ts";
import { attempt } from "../../src/middleware/attempt.ts";
import { attempted, targetAt } from "../support/attempts.ts";

const failing = (code: FailureCode) => new ProxyError(code, `It says ${code}.`);
const failure = (answer: Promise<unknown>): Promise<ProxyError> =>
  answer.then(
    () => Promise.reject(new Error("it was answered")),
    (thrown: unknown) => asProxyError(thrown),
  );

/** What a call does with an answer of this status: asks the judge, as it would. */
const answers = ({ judge, notes }: Exchange, status: number, headers: Record<string, string> = {}): Response => {
  notes.statusThere = status;
  const seconds = headers["retry-after"];
  const retryAfterMs = seconds === undefined ? null : Number(seconds) * 1000;
  if ([429, 503, 529].includes(status)) notes.refusal = { status, retryAfterMs };
  const isDeclined =
    status >= 429 && judge?.declines({ status, headers: new Headers(headers), retryAfterMs, error: null });
  if (isDeclined) throw new Declined();
  return new Response(`${status}`, { status });
};

test("the plan's first target is tried, once, and the try is counted", async () => {
  const { answer, asked, exchange, planned } = attempted([targetAt("one"), targetAt("two")], () => new Response("ok"));

  expect(await (await answer).text()).toBe("ok");
  expect(asked).toEqual(["one"]);
  expect(planned).toEqual([]);
  expect(exchange.notes).toMatchObject({ attempts: 1, tries: [] });
  expect(exchange.judge).toBeNull(); // nobody looks at its answer
});

test("an empty plan is a mistake of ours, and nothing is called", async () => {
  const { answer, asked } = attempted([], () => new Response("ok"));

  expect((await failure(answer)).message).toContain("plan");
  expect(asked).toEqual([]);
  expect(attempt.isOptional).toBe(false);
});

describe("another target is asked", () => {
  test.each<FailureCode>([
    "upstream_refused",
    "upstream_dns",
    "upstream_tls",
    "upstream_connect_timeout",
    "egress_proxy",
    "out_of_file_descriptors",
  ])("after %s: nothing was sent", async (code) => {
    const { answer, asked, exchange, planned } = attempted([targetAt("one"), targetAt("two")], (_, { upstream }) => {
      if (upstream.name === "one") throw failing(code);
      return new Response("ok");
    });

    expect((await answer).headers.get("x-proxy-attempts")).toBe(`one ${code.replace("upstream_", "")}, two`);
    expect(asked).toEqual(["one", "two"]);
    expect(planned).toEqual(["two"]);
    expect(exchange.notes).toMatchObject({ attempts: 2, upstream: "two" });
    expect(exchange.plan.targets.map(({ upstream }) => upstream.name)).toEqual(["two"]);
  });

  test.each<FailureCode>(["upstream_closed", "upstream_timeout", "upstream_protocol", "upstream_cut", "client_left"])(
    "but not after %s, which may have been paid for",
    async (code) => {
      const { answer, asked } = attempted([targetAt("one"), targetAt("two")], () => {
        throw failing(code);
      });

      expect((await failure(answer)).code).toBe(code);
      expect(asked).toEqual(["one"]);
    },
  );

  test("not where the request itself is refused before it leaves", async () => {
    const { answer, asked } = attempted([targetAt("one"), targetAt("two")], () => {
      throw failing("untranslatable");
    });

    expect((await failure(answer)).code).toBe("untranslatable");
    expect(asked).toEqual(["one"]);
  });

  test("and another one after that, where the second does not fit; in the end the first's trouble is told, and who was asked", async () => {
    const { answer, asked } = attempted([targetAt("one"), targetAt("two"), targetAt("three")], (_, { upstream }) => {
      throw failing(upstream.name === "one" ? "upstream_refused" : "key_vendor_mismatch");
    });

    const error = await failure(answer);
    expect(asked).toEqual(["one", "two", "three"]);
    expect(error.code).toBe("upstream_refused");
    expect(error.message).toBe(
      'It says upstream_refused. Tried before: "one" (refused), "two" (key_vendor_mismatch), "three" (key_vendor_mismatch).',
    );
  });

  test("not with a body that passes through: it cannot be sent twice", async () => {
    const stream = new ReadableStream<Uint8Array>();
    const body = { kind: "streamed", stream, length: null, isWhole: () => false, failure: () => null } as const;
    const { answer, asked } = attempted(
      [targetAt("one"), targetAt("two", { takesOverAfter: ["limited"] })],
      ({ judge }) => {
        expect(judge).toBeNull();
        throw failing("upstream_refused");
      },
      { body },
    );

    expect((await failure(answer)).code).toBe("upstream_refused");
    expect(asked).toEqual(["one"]);
  });
});

test("what is changed for one target is not changed for the next, and what is changed for all stays", async () => {
  const edit = (by: string) => ({ kind: "body", by, do: "set", path: [by], value: 1 }) as const;
  const seen: (readonly string[])[] = [];
  const run = attempted(
    [targetAt("one", { edits: [edit("one")] }), targetAt("two", { edits: [edit("two")] })],
    (exchange, { upstream }) => {
      seen.push(exchange.edits.map(({ by }) => by));
      exchange.edits = [...exchange.edits, edit("a vendor's way")];
      exchange.notes.added = [...exchange.notes.added, ["x-only", upstream.name]];
      exchange.notes.isUsageInjected = true;
      if (upstream.name === "one") throw failing("upstream_dns");
      return new Response();
    },
  );
  await run.answer;

  expect(seen).toEqual([["one"], ["two"]]);
  expect(run.exchange.edits.map(({ by }) => by)).toEqual(["two", "a vendor's way"]);
  expect(run.exchange.notes.added).toEqual([["x-only", "two"]]);
});

describe("an answer that says that there is too much to do", () => {
  test.each([429, 500, 503, 529])("is the client's, %d, where nobody has wished otherwise", async (status) => {
    const { answer, asked } = attempted([targetAt("one"), targetAt("two")], (exchange) => answers(exchange, status));

    expect((await answer).status).toBe(status);
    expect(asked).toEqual(["one"]);
  });

  test("U-23: goes to who takes over after that, 529 apart from 429, and the first is told apart", async () => {
    const other = targetAt("two", { takesOverAfter: ["overloaded"] });
    const run = (status: number) =>
      attempted([targetAt("one"), other], (exchange, { upstream }) =>
        answers(exchange, upstream.name === "one" ? status : 200),
      );

    const overloaded = run(529);
    expect((await overloaded.answer).headers.get("x-proxy-attempts")).toBe("one overloaded, two");
    expect(overloaded.ended).toEqual([
      ["one", { kind: "refused", status: 529, retryAfterMs: null }],
      ["two", { kind: "answered", headMs: 0 }],
    ]);
    const limited = run(429);
    expect((await limited.answer).status).toBe(429);
    expect(limited.asked).toEqual(["one"]);
  });

  test("U-22: is asked again after the time that it wants, as often as is wished, and then relayed", async () => {
    const { answer, asked, waits, exchange } = attempted(
      [targetAt("one")],
      (given) => answers(given, 429, { "retry-after": "7" }),
      { retries: { onOverload: 2, mostMs: 20_000, random: () => 0 } },
    );

    expect((await answer).status).toBe(429);
    expect(asked).toEqual(["one", "one", "one"]);
    expect(waits).toEqual([7000, 7000]);
    expect(exchange.notes.tries.map(({ what, reason, why, waitedMs }) => [what, reason, why, waitedMs])).toEqual([
      ["declined", "limited", "429, asked to wait 7 s", 7000],
      ["declined", "limited", "429, asked to wait 7 s", 7000],
    ]);
  });

  test("is declined only where the next one can be asked", async () => {
    const hindrance: Hindrance = { state: "open", scope: "upstream", untilAt: 2000, why: "connection refused 5 times" };
    const { answer, asked } = attempted(
      [targetAt("one"), targetAt("two", { takesOverAfter: ["limited"] })],
      (exchange) => answers(exchange, 429),
      { hindrances: { two: hindrance } },
    );

    expect((await answer).status).toBe(429);
    expect(asked).toEqual(["one"]);
  });

  test("a client that leaves while it waits ends it at once", async () => {
    const { answer, asked } = attempted([targetAt("one")], (exchange) => answers(exchange, 503), {
      retries: { onOverload: 3, mostMs: 20_000, random: () => 0 },
      pause: () => Promise.reject(failing("client_left")),
    });

    expect((await failure(answer)).code).toBe("client_left");
    expect(asked).toEqual(["one"]);
  });
});

describe("a target that something stands in the way of", () => {
  const open: Hindrance = { state: "open", scope: "upstream", untilAt: 2000, why: "connection refused 5 times" };
  const limited: Hindrance = { state: "limited", scope: "key", untilAt: 41_000, why: "429, retry-after 41 s" };

  test("is passed over, and that is written down", async () => {
    const { answer, asked, exchange } = attempted([targetAt("one"), targetAt("two")], () => new Response(), {
      hindrances: { one: open },
    });

    expect((await answer).headers.get("x-proxy-attempts")).toBe("one open, two");
    expect(asked).toEqual(["two"]);
    expect(exchange.notes.tries).toMatchObject([
      { upstream: "one", what: "skipped", why: "connection refused 5 times; asked again in 2 s" },
    ]);
    expect(exchange.notes.attempts).toBe(1);
  });

  test("is the only one: nothing is sent, and the client hears why and for how long", async () => {
    const { answer, asked, exchange, rechecked } = attempted([targetAt("one")], () => new Response(), {
      hindrances: { one: open },
    });

    const error = await failure(answer);
    expect(error).toMatchObject({ code: "upstream_unavailable", retryAfterMs: 2000, wasSent: "no" });
    expect(error.message).toBe(
      'Upstream "one" (connection refused 5 times) is not asked just now; the next try is in 2 s, and the request was not sent.',
    );
    expect([asked, exchange.notes.attempts, rechecked]).toEqual([[], 0, ["one"]]);
  });

  test("and is only limited, is asked: the vendor knows best; unless another one takes over after that", async () => {
    const two = targetAt("two", { takesOverAfter: ["limited"] });
    const asking = async (others: readonly ReturnType<typeof targetAt>[]) => {
      const { answer, asked } = attempted([targetAt("one"), ...others], () => new Response(), {
        hindrances: { one: limited },
      });
      await answer;
      return asked;
    };

    expect(await asking([])).toEqual(["one"]);
    expect(await asking([targetAt("two")])).toEqual(["one"]);
    expect(await asking([two])).toEqual(["two"]);
  });

  test("all of them are: one that is only limited is asked", async () => {
    const { answer, asked } = attempted([targetAt("one"), targetAt("two")], () => new Response(), {
      hindrances: { one: open, two: limited },
    });
    await answer;

    expect(asked).toEqual(["two"]);
  });
});

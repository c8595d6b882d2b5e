import { describe, expect, test } from "bun:test";
import { asProxyError } from "../../src/core/errors.ts";
import type { Upstream } from "../../src/core/provider.ts";
import { createNames, systemLookup } from "../../src/upstream/names.ts";
import { stoppedClock, upstreamOf } from "../support/exchange.ts";

/** A DNS whose answers can be changed; a text is the code of an error. */
const dns = (first: readonly string[] | string) => {
  let answer = first;
  const asked: string[] = [];
  const clock = stoppedClock();
  const names = createNames(async (hostname) => {
    asked.push(hostname);
    if (typeof answer === "string") throw Object.assign(new Error(answer), { code: answer });
    return answer;
  }, clock.tick);
  return {
    asked,
    clock,
    names,
    change: (next: readonly string[] | string): void => {
      answer = next;
    },
  };
};

const upstream = upstreamOf("openai");
const at = "https://api.example.com";

/** `null` where nobody had to wait, `ok`, or the name of the error. */
const check = async (names: ReturnType<typeof createNames>, of: Upstream = upstream, origin = at) => {
  const checked = names.check(of, origin);
  return checked === null
    ? null
    : checked.then(
        () => "ok",
        (thrown: unknown) => asProxyError(thrown).code,
      );
};

test("an address needs no look-up", () => {
  const { names, asked } = dns("ENOTFOUND");

  for (const origin of ["http://127.0.0.1:80", "https://8.8.8.8", "http://[::1]:1", "http://localhost:1"]) {
    expect(names.check(upstream, origin)).toBeNull();
  }
  expect(asked).toEqual([]);
});

test("a name is waited for once; while it is in use it is looked up again on the side", async () => {
  const { names, asked, clock } = dns(["8.8.8.8", "2606:4700::1"]);
  expect(await check(names)).toBe("ok");

  for (let second = 0; second < 120; second++) {
    clock.advance(1000);
    expect(names.check(upstream, at)).toBeNull();
    await Bun.sleep(0); // lets an answer come in
  }

  expect(asked.length).toBe(1 + 120 / 15);
});

test("ten requests at once ask once", async () => {
  const { names, asked } = dns(["8.8.8.8"]);

  expect(await Promise.all(Array.from({ length: 10 }, () => check(names)))).toEqual(new Array(10).fill("ok"));
  expect(asked.length).toBe(1);
});

test("a name that was not used for a while is looked up before it is used", async () => {
  const { names, clock } = dns(["8.8.8.8"]);
  await check(names);
  clock.advance(31_000);

  expect(await check(names)).toBe("ok");
});

describe("U-04: an answer that changes", () => {
  for (const [where, address] of [
    ["a private network", "10.0.0.7"],
    ["this machine", "127.0.0.1"],
    ["this machine, as IPv6", "::1"],
    ["a private network among public addresses", "fd00::1"],
    ["no address at all", "what?"],
  ] as const) {
    test(`to ${where} stops the requests, before they wait and after`, async () => {
      const { names, clock, change } = dns(["8.8.8.8"]);
      expect(await check(names)).toBe("ok");
      change(["8.8.8.8", address]);

      clock.advance(16_000);
      expect(await check(names)).toBeNull(); // looked up on the side
      expect(await check(names)).toBe("upstream_address");
      clock.advance(60_000);
      expect(await check(names)).toBe("upstream_address");
      change(["8.8.8.8"]);
      clock.advance(60_000);
      expect(await check(names)).toBe("ok");
    });
  }

  test("to a private network is what a private upstream may do, but never to where clouds keep keys", async () => {
    const inside = upstreamOf("openai", { isPrivate: true });
    expect(await check(dns(["10.0.0.7"]).names, inside)).toBe("ok");
    expect(await check(dns(["127.0.0.1"]).names, inside)).toBe("ok");
    for (const address of ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "100.100.100.200"]) {
      expect(await check(dns(["10.0.0.7", address]).names, inside)).toBe("upstream_address");
    }
  });
});

describe("U-03: a name without an address", () => {
  const refusal = async (answer: readonly string[] | string) =>
    dns(answer)
      .names.check(upstream, at)
      ?.catch((thrown: unknown) => asProxyError(thrown));

  test("that does not exist is not worth another try", async () => {
    expect(await refusal("ENOTFOUND")).toMatchObject({ code: "upstream_dns", failure: { status: 502, retry: false } });
    expect(await refusal("DNS_ENOTFOUND")).toMatchObject({ failure: { retry: false } });
  });

  test("because the name server failed, or had none to give, may have one at the next try", async () => {
    for (const answer of ["EAI_AGAIN", "DNS_ESERVFAIL", "ETIMEOUT", []] as const) {
      expect(await refusal(answer)).toMatchObject({ code: "upstream_dns", failure: { retry: true } });
    }
  });

  test("that had one before goes on with it as long as the name server is away, and no longer when it says no", async () => {
    const { names, clock, change } = dns(["8.8.8.8"]);
    await check(names);
    for (const failure of ["EAI_AGAIN", "DNS_ESERVFAIL", "ETIMEOUT"]) {
      change(failure);
      clock.advance(60_000);
      expect(await check(names)).toBe("ok");
    }

    change("DNS_ENOTFOUND");
    clock.advance(60_000);

    expect(await check(names)).toBe("upstream_dns");
  });

  test("that had one before is not waited for for long", async () => {
    const clock = stoppedClock();
    const answers = [Promise.resolve(["8.8.8.8"]), new Promise<string[]>(() => undefined)];
    const names = createNames(async () => (await answers.shift()) ?? [], clock.tick);
    await check(names);
    clock.advance(60_000);

    expect(await check(names)).toBe("ok");
  });
});

test("the system's own answers: this machine's name, and a name that nobody has", async () => {
  expect(await systemLookup("localhost", 80)).toContain("127.0.0.1");
  await expect(systemLookup("nobody-has-this.invalid", 80)).rejects.toThrow();
});

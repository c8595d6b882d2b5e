import { expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import { createAdmission } from "../../src/server/admission.ts";

const unbounded = {
  ...{ maxOpenFiles: null, openFiles: () => 0, maxHeldBytes: () => Number.POSITIVE_INFINITY },
  maxInFlight: () => 0,
  overload: { takes: () => true, ended: () => undefined },
};

test("D-18: requests are taken while sixteen descriptors and two for the request are free", () => {
  let openFiles = 0;
  const { refusal } = createAdmission({ ...unbounded, maxOpenFiles: 64, openFiles: () => openFiles });

  openFiles = 45;
  expect(refusal()).toBeNull();
  openFiles = 46;
  expect(refusal()).toMatchObject({ error: { code: "overloaded", retryAfterMs: 1000 }, closesConnection: true });
  openFiles = 10;
  expect(refusal()).toBeNull();
});

test("descriptors are not counted for every request, and never too late", () => {
  let counts = 0;
  let openFiles = 10;
  const { refusal } = createAdmission({
    ...unbounded,
    maxOpenFiles: 1000,
    openFiles: () => {
      counts++;
      return openFiles;
    },
  });

  let taken = 0;
  while (refusal() === null && taken < 10_000) {
    taken++;
    openFiles += 2;
  }

  expect(openFiles).toBeLessThanOrEqual(1000 - 16);
  expect(openFiles).toBeGreaterThan(1000 - 32);
  expect(counts).toBeLessThan(50);
});

test("D-19: bytes are held until they are given back, once", () => {
  const { hold, heldBytes } = createAdmission({ ...unbounded, maxHeldBytes: () => 100 });

  const release = hold(80);
  expect(() => hold(21)).toThrow(ProxyError);
  expect(heldBytes()).toBe(80);
  release();
  release();

  expect(heldBytes()).toBe(0);
  hold(100);
  expect(heldBytes()).toBe(100);
});

test("as many requests run at the same time as may, and one more when one has ended", () => {
  let most = 2;
  const admission = createAdmission({ ...unbounded, maxInFlight: () => most });
  const leave = admission.enter();
  admission.enter();

  expect(admission.refusal()).toMatchObject({
    error: { code: "overloaded", retryAfterMs: 1000, failure: { status: 503 } },
    closesConnection: false,
  });
  leave();
  expect(admission.refusal()).toBeNull();
  admission.enter();
  most = 0; // a reload
  expect(admission.refusal()).toBeNull();
});

test("a refusal is made once, and anew where its number is another", () => {
  let most = 1;
  const admission = createAdmission({ ...unbounded, maxInFlight: () => most });
  admission.enter();
  const first = admission.refusal();

  expect(admission.refusal()).toBe(first);
  admission.enter();
  most = 2; // a reload
  expect(admission.refusal()?.error.message).toContain("works on 2 requests");
});

import { expect, test } from "bun:test";
import {
  type Fault,
  factOf,
  faultNamed,
  faultsInWords,
  knownFaults,
  readFaults,
  refusalOf,
  statusRefusal,
} from "../../../src/simulator/delivery/faults.ts";

const only = (faults: readonly Fault[]): Fault => {
  const [fault] = faults;
  if (fault === undefined) throw new Error("no fault was read");
  return fault;
};

test("several faults with several facts are read from one line", () => {
  const faults = readFaults("drip;bytes=2;ms=5, gzip,");

  expect(faults.map(({ name }) => name)).toEqual(["drip", "gzip"]);
  expect(factOf(only(faults), "bytes", 1)).toBe(2);
  expect(factOf(only(faults), "ms", 1)).toBe(5);
  expect(faultNamed(faults, "gzip")?.name).toBe("gzip");
  expect(faultNamed(faults, "stall")).toBeUndefined();
});

test("a fact that is missing or no number counts as not said", () => {
  expect(factOf(only(readFaults("stall;after=soon")), "after", 3)).toBe(3);
  expect(factOf(only(readFaults("stall;after=-1")), "after", 3)).toBe(3);
});

test("an address keeps its own equals signs", () => {
  expect(only(readFaults("redirect;to=http://x/?a=b")).facts.get("to")).toBe("http://x/?a=b");
});

test("words ask for faults in brackets", () => {
  expect(faultsInWords("hello sim-fault(429;retry-after=2) there").map(({ name }) => name)).toEqual(["429"]);
  expect(faultsInWords("no fault here")).toEqual([]);
});

test("an unknown fault is refused with the list of those that are known", () => {
  expect(() => readFaults("explode")).toThrow(`known are: ${Object.keys(knownFaults).join(", ")}`);
  expect(() => readFaults("toString")).toThrow(expect.objectContaining({ status: 400 }));
});

test.each([400, 401, 402, 403, 404, 413, 429, 500, 503, 529])("the fault %p is a refusal of that status", (status) => {
  expect(refusalOf(readFaults(`${status};retry-after=x`))).toMatchObject({ status, retryAfter: "x" });
  expect(statusRefusal(status).message).not.toBe("Simulated failure.");
});

test("a fault of the stream is no refusal", () => {
  expect(refusalOf(readFaults("drip,gzip"))).toBeNull();
});

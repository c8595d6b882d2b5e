import { expect, test } from "bun:test";
import { admissionOn, fewFiles, type Machine } from "../../src/lifecycle/machine.ts";

const roomy: Machine = {
  name: "here",
  openFiles: () => 0,
  maxOpenFiles: null,
  memoryLimitBytes: null,
  keptWaitingMs: () => 0,
};

const admissionWith = (machine: Machine, maxHeld = 256 * 1_048_576) =>
  admissionOn({
    machine,
    values: () => ({
      ...{ "limits.held_total_bytes": maxHeld, "limits.max_in_flight": 0, "limits.max_lateness_ms": 300 },
    }),
    tick: () => performance.now(),
    log: { write: () => undefined },
  });

test("D-19: bodies take as much memory as the settings let them, and at most a third of what a container has to spare", () => {
  const free = admissionWith(roomy, 1000);
  const small = admissionWith({ ...roomy, memoryLimitBytes: 126 * 1_048_576 });

  free.hold(1000);
  expect(() => free.hold(1)).toThrow("hold 1000 bytes");
  small.hold(10 * 1_048_576);
  expect(() => small.hold(1)).toThrow("hold 10485760 bytes");
});

test("who is in time says so, and refuses nobody", () => {
  const admission = admissionWith(roomy);

  expect(admission.refusal()).toBeNull();
  admission.enter()();

  expect(admission.overload()).toEqual({ maxLateMs: 300, latenessMs: 0, perSecond: null, refused: 0 });
  admission.stop();
});

test("D-18: few file descriptors are worth a word, enough are not", () => {
  expect(fewFiles({ ...roomy, maxOpenFiles: 256 })).toEqual([
    "only 256 file descriptors: about 128 answers at a time; raise ulimit -n",
  ]);
  expect(fewFiles({ ...roomy, maxOpenFiles: 1024 })).toEqual([]);
  expect(fewFiles(roomy)).toEqual([]);
});

import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { takeLock } from "../../src/lib/lock.ts";
import { scratchFolder } from "../support/scratch.ts";

const folder = scratchFolder();
const file = join(folder, "lock");

test("a lock is had by one at a time, and can be taken again after it is given back", () => {
  const first = takeLock(file);

  expect(first).not.toBeNull();
  expect(takeLock(file)).toBeNull();
  first?.release();
  const second = takeLock(file);
  expect(second).not.toBeNull();
  second?.release();
});

test("a lock is free again when its holder was killed", async () => {
  const path = join(folder, "of another");
  const source = new URL("../../src/lib/lock.ts", import.meta.url).pathname;
  const program = `const { takeLock } = await import(${JSON.stringify(source)}); takeLock(${JSON.stringify(path)}); console.log("held"); setInterval(() => 0, 1000);`;
  const holder = Bun.spawn([process.execPath, "-e", program], { stdout: "pipe" });
  await holder.stdout.getReader().read();
  expect(takeLock(path)).toBeNull();

  holder.kill("SIGKILL");
  await holder.exited;

  const lock = takeLock(path);
  expect(lock).not.toBeNull();
  lock?.release();
});

test("a file that is no lock is not taken for one that another holds", () => {
  const path = join(folder, "damaged");
  writeFileSync(path, "x".repeat(2000));

  expect(() => takeLock(path)).toThrow("not a database");
});

import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RequestFacts } from "../../src/core/own-middleware.ts";
import { Bystander, OwnFailure, startThread } from "../../src/own-middleware/thread.ts";
import { scratchFolder } from "../support/scratch.ts";

const threadOf = (source: string, onEnd = (): void => undefined) => {
  const path = join(scratchFolder(), "mine.ts");
  writeFileSync(path, source, { mode: 0o600 });
  return startThread({ path, enabled: true, on_error: "fail", timeout_ms: 1000, config: {} }, onEnd);
};

const facts = (path: string): RequestFacts => ({
  id: "r_1",
  at: "2026-11-02T09:12:00.000Z",
  method: "POST",
  path,
  dialect: null,
  client: null,
  model: null,
  stream: false,
  upstream: null,
  session: null,
  bytes: 0,
  headers: {},
});

test("D-20: who took too long is told so, who only waited beside it is told that it was another", async () => {
  const thread = threadOf("export default () => new Promise(() => {});");
  expect(await thread.loaded).toBe(null);

  const beside = thread.ask(facts("/b"), 10_000).catch((thrown: unknown) => thrown);
  const slow = thread.ask(facts("/a"), 50).catch((thrown: unknown) => thrown);

  expect(await slow).toEqual(new OwnFailure("took longer than 50 ms"));
  expect(await slow).not.toBeInstanceOf(Bystander);
  expect(await beside).toBeInstanceOf(Bystander);
});

test("a thread that ends by itself tells it, and who waits hears why", async () => {
  let ends = 0;
  const thread = threadOf("export default () => process.exit(1);", () => ends++);
  await thread.loaded;

  await expect(thread.ask(facts("/"), 10_000)).rejects.toThrow("its thread ended");

  expect(ends).toBeGreaterThan(0);
});

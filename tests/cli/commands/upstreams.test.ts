import { afterEach, beforeEach, expect, test } from "bun:test";
import { type Corner, newCorner } from "../../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("the list shows the current one, running or not", async () => {
  await corner.cli(["switch", "cn"]);
  const down = await corner.cli(["servers"]);
  await corner.cli(["start"]);
  const up = await corner.cli(["upstreams", "list"]);

  expect(down.out).toMatch(/\n\* cn +https:\/\/open\.bigmodel\.cn\/api\/anthropic +- +client's own/);
  expect(up.out).toMatch(/\n\* cn +https:\/\/open\.bigmodel\.cn\/api\/anthropic +0 +client's own/);
});

test("a test tells who answers, and by its exit code whether all do", async () => {
  await corner.cli(["start"]);

  const ran = await corner.cli(["upstreams", "test", "simulator"]);

  expect(ran.code).toBe(0);
  expect(ran.out).toMatch(/^NAME +STATE +LATENCY +WHY\nsimulator +ok +\d/);
  expect((await corner.cli(["upstreams", "test", "nope"])).code).toBe(65);
  expect((await corner.cli(["upstreams", "tset"])).err).toContain("try: proxy-cli upstreams test\n");
});

test("nothing can be tested where nothing runs", async () => {
  expect((await corner.cli(["upstreams", "test"])).code).toBe(3);
});

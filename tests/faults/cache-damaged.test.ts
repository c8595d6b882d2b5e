import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { answerOf, type CacheBench, question, startCacheBench, whole } from "../support/cache-bench.ts";

let bench: CacheBench;
beforeAll(async () => {
  bench = await startCacheBench({ "cache.max_bytes": "4000" }); // so little that none of it is in memory
});
afterAll(() => bench.stop());

describe("K-05 what lies in the store and is no answer", () => {
  const spoiled: readonly (readonly [string, (value: Buffer) => Uint8Array])[] = [
    ["garbage", () => Buffer.from("garbage that somebody wrote there")],
    ["nothing", () => Buffer.alloc(0)],
    ["the half of it", (value) => value.subarray(0, value.length >> 1)],
    [
      "another version",
      (value) => {
        value.writeUInt16BE(99, 4);
        return value;
      },
    ],
    [
      "a bit that has changed",
      (value) => {
        value[value.length - 5] = (value[value.length - 5] ?? 0) ^ 1;
        return value;
      },
    ],
  ];

  test.each(spoiled)("K-05 %s is a miss, is thrown away, and is counted", async (_, spoil) => {
    const body = question();
    const said = answerOf("kept");
    bench.vendor.play(...whole(said));
    await bench.asked(body);
    const { latest } = await bench.stats();
    const key = latest[0]?.key ?? "";
    const file = new Database(join(bench.daemon.home, "cache.db"));
    const { value } = file.query("SELECT value FROM answers WHERE key = ?").get(key) as { value: Uint8Array };
    file.run("UPDATE answers SET value = ? WHERE key = ?", [spoil(Buffer.from(value)), key]);
    const damagedBefore = sumOf((await bench.stats()).damaged);
    bench.vendor.play(...whole(said));

    const came = await bench.asked(body);

    expect(came).toMatchObject({ body: said, cache: "miss" });
    expect(sumOf((await bench.stats()).damaged)).toBe(damagedBefore + 1);
    file.close();
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("K-05 the answer to another request, under this one's name, is a miss", async () => {
    const [mine, foreign] = [question(), question()];
    bench.vendor.play(...whole(answerOf("mine")));
    await bench.asked(mine);
    const key = (await bench.stats()).latest[0]?.key ?? "";
    bench.vendor.play(...whole(answerOf("foreign")));
    await bench.asked(foreign);
    const other = (await bench.stats()).latest.find((one) => one.key !== key)?.key ?? "";
    const file = new Database(join(bench.daemon.home, "cache.db"));
    file.run("UPDATE answers SET value = (SELECT value FROM answers WHERE key = ?) WHERE key = ?", [other, key]);
    bench.vendor.play(...whole(answerOf("asked again")));

    const came = await bench.asked(mine);

    expect(came).toMatchObject({ body: answerOf("asked again"), cache: "miss" });
    expect((await bench.stats()).damaged["another's"]).toBeGreaterThan(0);
    file.close();
    await bench.afterwards({ outcome: "--", status: 200 });
  });
});

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);

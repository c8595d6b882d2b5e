import { afterAll, beforeAll, expect, test } from "bun:test";
import {
  askBy,
  longestBlock,
  type Stand,
  startStand,
  stopStand,
  ways,
} from "../../../../scripts/bench/translate/end-to-end.ts";

let stand: Stand;
beforeAll(async () => {
  stand = await startStand(true);
});
afterAll(() => stopStand(stand));

const load = { bytes: 10_240, connections: 2, warmUpMs: 0, ms: 300 };

test.each(ways)(
  "asked %s, a vendor of another format answers whole and in a stream, always alike",
  async (way) => {
    for (const isStream of [false, true]) {
      const found = await askBy(way, stand, { from: "anthropic", to: "openai-chat" }, { ...load, isStream });

      expect(found.answers).toBeGreaterThan(0);
      expect(found.wrong).toBe(0);
    }
  },
  60_000,
);

test("a daemon that is watched tells how long its event loop was away", async () => {
  const { awayMs } = await longestBlock(stand, () => Bun.sleep(50));

  expect(awayMs).toBeGreaterThan(0);
}, 60_000);

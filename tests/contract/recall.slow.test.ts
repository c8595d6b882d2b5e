import { expect, test } from "bun:test";
import { locomoConversations, locomoFigures } from "../../scripts/bench/compression/locomo.ts";

const conversations = locomoConversations(process.env);
if (conversations.length === 0) console.warn("SKIPPED: no long conversations to look in; set PROXY_DATA");

test.skipIf(conversations.length === 0)(
  "of what answers questions about long conversations most is found with a tenth of their tokens",
  () => {
    const [lastOnes, plain, ours] = locomoFigures(conversations);

    expect(ours?.questions).toBeGreaterThan(300);
    expect(ours?.at10).toBeGreaterThanOrEqual(78);
    expect(ours?.at25).toBeGreaterThanOrEqual(86);
    expect(ours?.at10).toBeGreaterThan(plain?.at10 ?? 100);
    expect(plain?.at10).toBeGreaterThan(lastOnes?.at10 ?? 100);
  },
  60_000,
);

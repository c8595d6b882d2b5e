import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { listenSimulator } from "../../src/simulator/listen.ts";
import { newHome, startDaemon } from "../support/daemon.ts";
import { sendHashed } from "../support/hashed.ts";
import { holdVendor } from "../support/held-vendor.ts";
import { saveStorm } from "../support/reload-storm.ts";
import { until } from "../support/wait.ts";

test("D-16 fifty saves while requests run: none of them fails, and nothing stays open", async () => {
  const storm = await saveStorm(50, 4);

  expect(storm.failed).toEqual([]);
  expect(storm.answered).toBeGreaterThan(10);
  expect(storm.generations).toBeGreaterThan(25);
  expect([storm.openedFiles, storm.openedWatches]).toEqual([0, 0]);
});

test("W-04 an upstream that is taken out of the file: its streams end as they should, new requests go on elsewhere", async () => {
  const [vendor, next] = [holdVendor(), listenSimulator()];
  const home = newHome();
  const entry = (name: string, url: string): string => `${name}: { endpoint: "${url}", type: simulator }\n`;
  const save = (servers: string, upstream: string): void => {
    writeFileSync(join(home, "servers.yaml"), servers, { mode: 0o600 });
    writeFileSync(join(home, "config.yaml"), `upstream: ${upstream}\n`, { mode: 0o600 });
  };
  save(entry("work", vendor.url) + entry("next", next.url), "work");
  const daemon = await startDaemon({ home });
  const ask = (text: string) =>
    sendHashed(`${daemon.url}/v1/messages`, {
      body: JSON.stringify({
        ...{ model: "claude-sonnet-4-6", max_tokens: 9000, stream: true },
        messages: [{ role: "user", content: text }],
      }),
    });
  const status = () => daemon.control.status({});

  const streams = Promise.all(Array.from({ length: 50 }, () => ask("say 40 words")));
  await until("all are under way", () => vendor.log.entries().length === 50);
  save(entry("next", next.url), "next");
  await daemon.control.reload({});
  const during = (await status()).inFlight;
  const after = await ask("say 3 words");
  vendor.letGo();
  const answers = await streams;

  expect(during).toBe(50);
  expect([after.status, next.log.entries().length, vendor.log.entries().length]).toEqual([200, 1, 50]);
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
  expect((await daemon.rows()).filter(({ outcome }) => outcome !== "--")).toEqual([]);
  await Promise.all([daemon.stop(), vendor.stop(), next.stop()]);
});

import { expect, test } from "bun:test";
import { textsUnder } from "../support/canary.ts";
import { startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { everyFormat } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import { until } from "../support/wait.ts";

test("S-54: what was asked and what was answered is in no file, even at the most talkative log level", async () => {
  const bench = await startBench({ flags: { "log.level": "debug" } });
  const [asked, answered] = ["PROMPT-CANARY-4711", "ANSWER-CANARY-4712"];
  for (const { format } of everyFormat) {
    bench.vendor.play(read("all"), send(answerText(JSON.stringify({ odd: answered }))));
    const client = await bench.ask(format, false, { body: format.body(false).replace(/\}$/, `,"note":"${asked}"}`) });
    await client.until("it is answered", () => client.message().isDone);
    expect(client.text()).toContain(answered);
    expect((await bench.hit()).text()).toContain(asked);
  }
  // One that is refused, and one that breaks.
  const [{ format }] = everyFormat as unknown as [(typeof everyFormat)[number]];
  const refused = await bench.ask(format, false, { headers: { "x-proxy-upstream": "nobody" }, body: `{"${asked}` });
  await refused.until("it is answered", () => refused.message().isDone);
  const broken = await bench.fault(format, true, [read("all"), send(`HTTP/1.1 200 OK\r\n\r\ndata: ${answered}\n\n`)]);
  expect(broken.text()).toContain(answered);

  await bench.daemon.rows();
  await until("the log has a line of each", () => bench.daemon.logLines().length > everyFormat.length);
  const files = textsUnder(bench.daemon.home);
  const found = Object.entries(files).filter(([, text]) => text.includes(asked) || text.includes(answered));
  expect(found.map(([path]) => path)).toEqual([]);
  expect(Object.keys(files).some((path) => path.endsWith("daemon.log"))).toBe(true);
  await bench.stop();
});

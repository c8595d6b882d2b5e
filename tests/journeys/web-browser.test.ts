import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Chromium, chromiumHere, openChromium } from "../support/chromium.ts";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { until } from "../support/wait.ts";

const program = chromiumHere();
if (program === null) console.warn("SKIPPED: no chromium here, so nobody looks at the web page in a real browser");

let daemon: TestDaemon;
let browser: Chromium;
beforeAll(async () => {
  if (program === null) return;
  daemon = await startDaemon({ flags: { upstream: "simulator" } });
  browser = await openChromium(program);
});
afterAll(async () => {
  if (program === null) return;
  await browser.close();
  await daemon.stop();
});

const markup = `<img src=x onerror="window.hit=1"><script>window.hit=1</script>`;

const chat = async (text: string): Promise<void> => {
  const answer = await fetch(`${daemon.url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": "sk-ant-any", "anthropic-version": "2023-06-01" },
    body: JSON.stringify({ model: markup, max_tokens: 50, messages: [{ role: "user", content: text }] }),
  });
  await answer.text();
};

const shows = (what: string): Promise<unknown> =>
  until(
    `the page shows ${what}`,
    async () => String(await browser.value("document.body.innerText")).includes(what),
    20_000,
  );

test.skipIf(program === null)(
  "V18 S-17 S-18 a real browser is let in by the link, shows requests live, and reads no markup in them",
  async () => {
    await chat(`${markup} in a prompt`);
    await browser.go((await daemon.control.openWeb({ port: null })).link);
    await shows("Requests today");
    expect(await browser.value("location.href")).toBe(`${daemon.url}/_ui/`);
    expect(await browser.value("document.cookie")).toBe("");

    await browser.value(`location.hash = "#/requests"`);
    await shows("<img src=x");
    await chat("a second one");
    await until(
      "the second comes by itself",
      async () => (await browser.value(`document.querySelectorAll("a.row").length`)) === 2,
    );

    await browser.value(`document.querySelectorAll("a.row")[1].click()`);
    await shows("in a prompt");
    expect(await browser.value("window.hit ?? 0")).toBe(0);
    expect(await browser.value(`document.querySelectorAll("img, iframe, script:not([src^='/_ui/'])").length`)).toBe(0);
    expect(browser.complaints()).toEqual([]);

    await daemon.control.closeWeb({});
    await shows("not let in any more");
  },
);

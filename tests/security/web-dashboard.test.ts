import { afterAll, beforeAll, expect, test } from "bun:test";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { type Browser, browserOf, codeIn, enter } from "../support/web-page.ts";

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startDaemon({ flags: { upstream: "simulator" } });
});
afterAll(() => daemon.stop());

const errorOf = (answer: Response): string | null => answer.headers.get("x-proxy-error");

const chat = (model: string, text: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${daemon.url}/v1/messages`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-api-key": "sk-ant-any",
      "anthropic-version": "2023-06-01",
      ...headers,
    },
    body: JSON.stringify({ model, max_tokens: 50, messages: [{ role: "user", content: text }] }),
  });

const switchTo = (browser: Browser, name: string, more: Readonly<Record<string, string>> = {}): Promise<Response> =>
  browser.call(
    "/_ui/api/switchUpstream",
    { method: "POST", body: JSON.stringify({ name, force: true, dryRun: false }) },
    { "content-type": "application/json", origin: browser.origin, ...more },
  );

test("S-17 a page that nobody has asked for is not there, like any path that is none", async () => {
  const asked = await Promise.all(
    ["/_ui", "/_ui/", "/_ui/login", "/_ui/api/status", "/_no"].map((path) => fetch(daemon.url + path)),
  );

  expect(asked.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  expect(new Set(asked.map(errorOf))).toEqual(new Set(["not_found"]));
});

test("S-17 a link lets one browser in, once, and what it gives out is for this page alone", async () => {
  const { link } = await daemon.control.openWeb({ port: null });

  const [first, second] = [await enter(daemon.url, codeIn(link)), await enter(daemon.url, codeIn(link))];

  expect(first.status).toBe(200);
  expect(first.headers.get("set-cookie")).toMatch(
    new RegExp(`^proxy_cli_ui_${daemon.port}=[\\w-]{43}; Path=/_ui/; HttpOnly; SameSite=Strict$`),
  );
  expect([second.status, errorOf(second)]).toEqual([401, "token_required"]);
  expect(second.headers.get("set-cookie")).toBeNull();
});

test("S-17 a new link takes the place of the one before; a code in an address opens nothing", async () => {
  const old = await daemon.control.openWeb({ port: null });
  const { link } = await daemon.control.openWeb({ port: null });

  expect((await enter(daemon.url, codeIn(old.link))).status).toBe(401);
  for (const path of [`/_ui/?code=${codeIn(link)}`, `/_ui/?token=${codeIn(link)}`]) {
    const opened = await fetch(daemon.url + path);
    expect([opened.status, await opened.text()]).toEqual([401, expect.stringContaining("proxy-cli web --open")]);
  }
  expect((await enter(daemon.url, codeIn(link))).status).toBe(200);
});

test("S-17 without the cookie, without the page's own key or with another browser's, nothing is answered", async () => {
  const [one, other] = [await browserOf(daemon.control), await browserOf(daemon.control)];

  for (const shown of [
    { cookie: "" },
    { "x-proxy-ui": "" },
    { "x-proxy-ui": "x".repeat(43) },
    { "x-proxy-ui": other.key },
  ]) {
    for (const path of ["/_ui/api/status", "/_ui/api/watch", "/_ui/api/config", "/_ui/nowhere"]) {
      const answer = await one.call(path, {}, shown);
      expect([path, answer.status, errorOf(answer)]).toEqual([path, 401, "token_required"]);
    }
    expect((await switchTo(one, "anthropic", shown)).status).toBe(401);
  }
  expect((await one.call("/_ui/api/status")).status).toBe(200);
  expect((await daemon.control.status({})).upstream).toBe("simulator");
});

test("S-17 a browser that is in cannot be used by any other page: not another site, not another port, not a frame", async () => {
  const browser = await browserOf(daemon.control);

  for (const page of [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { "sec-fetch-site": "" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `http://127.0.0.1:${daemon.port + 1}` },
    { origin: `https://127.0.0.1:${daemon.port}` },
    { "sec-fetch-dest": "iframe" },
  ]) {
    const looked = await browser.call("/_ui/api/status", {}, page);
    const changed = await switchTo(browser, "anthropic", page);
    expect([page, looked.status, errorOf(looked)]).toEqual([page, 403, "browser_origin"]);
    expect([page, changed.status, errorOf(changed)]).toEqual([page, 403, "browser_origin"]);
    for (const answer of [looked, changed]) expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  }
  for (const dest of ["iframe", "object", "embed"])
    expect((await browser.open("/_ui/", { "sec-fetch-dest": dest })).status).toBe(403);
  expect((await browser.open("/_ui/", { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await daemon.control.status({})).upstream).toBe("simulator");
});

test("S-17 S-12 a name that was bound to this address anew is turned away", async () => {
  const browser = await browserOf(daemon.control);

  for (const host of [
    "evil.example",
    `evil.example:${daemon.port}`,
    "127.0.0.1:1",
    `0.0.0.0:${daemon.port}`,
    "127.0.0.1",
  ]) {
    const answer = await browser.call("/_ui/api/status", {}, { host });
    expect([host, answer.status, errorOf(answer)]).toEqual([host, 421, "host_not_allowed"]);
    expect((await browser.open("/_ui/", { host })).status).toBe(421);
  }
});

test("S-17 S-15 nothing changes by a GET, and a change has to be JSON of the right shape", async () => {
  const browser = await browserOf(daemon.control);
  const change = encodeURIComponent(JSON.stringify({ name: "anthropic", force: true, dryRun: false }));

  expect((await browser.call(`/_ui/api/switchUpstream?ask=${change}`)).status).toBe(405);
  expect(
    (await browser.call(`/_ui/api/status`, { method: "POST", body: "{}" }, { "content-type": "application/json" }))
      .status,
  ).toBe(405);
  expect((await switchTo(browser, "anthropic", { "content-type": "text/plain" })).status).toBe(415);
  for (const body of [
    "",
    "[]",
    "{}",
    '{"name":"anthropic","force":true,"dryRun":false,"more":1}',
    `"${"x".repeat(20_000)}"`,
  ]) {
    const answer = await browser.call(
      "/_ui/api/switchUpstream",
      { method: "POST", body },
      { "content-type": "application/json", origin: browser.origin },
    );
    expect([400, 413]).toContain(answer.status);
  }
  expect((await daemon.control.status({})).upstream).toBe("simulator");
});

test("S-17 the page may ask for what it shows, and for nothing else of what the daemon can do", async () => {
  const browser = await browserOf(daemon.control);

  for (const name of [
    "stop",
    "reload",
    "openWeb",
    "requestBody",
    "lendUpstream",
    "handOver",
    "toString",
    "__proto__",
    "",
  ]) {
    for (const method of ["GET", "POST"])
      expect((await browser.call(`/_ui/api/${name}`, { method }, { "content-type": "application/json" })).status).toBe(
        404,
      );
  }
});

test("S-17 its answers let no script in but its own, are framed by nobody and kept by nothing", async () => {
  const browser = await browserOf(daemon.control);

  for (const path of ["/_ui/", "/_ui/login", "/_ui/app.js", "/_ui/style.css", "/_ui/api/status"]) {
    const { headers } = await (path.includes("/api/") ? browser.call(path) : browser.open(path));
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain(`default-src 'none'; script-src http://127.0.0.1:${daemon.port}/_ui/;`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  }
  const html = await (await browser.open("/_ui/")).text();
  expect(html).not.toMatch(/<script(?![^>]* src="\/_ui\/)|<style|\son\w+=|style=|https?:/);
});

test("S-17 codes that are guessed are slowed down after five, and the right one still opens", async () => {
  const { link } = await daemon.control.openWeb({ port: null });

  const guessed: number[] = [];
  for (let at = 0; at < 8; at++) guessed.push((await enter(daemon.url, `guess-${at}`)).status);

  expect(guessed.at(-1)).toBe(429);
  expect((await enter(daemon.url, codeIn(link))).status).toBe(200);
});

test("S-17 what a vendor answers to a browser is no part of the page's origin while the page is there", async () => {
  const read = async (): Promise<string | null> => {
    const answer = await fetch(`${daemon.url}/v1/models`, {
      headers: {
        "x-api-key": "sk-ant-any",
        "sec-fetch-site": "none",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
      },
    });
    return answer.headers.get("content-security-policy");
  };
  await daemon.control.openWeb({ port: null });
  const [whileThere, program] = [
    await read(),
    await fetch(`${daemon.url}/v1/models`, { headers: { "x-api-key": "sk-ant-any" } }),
  ];
  await daemon.control.closeWeb({});

  expect(whileThere).toStartWith("sandbox");
  expect(program.headers.get("content-security-policy")).toBeNull();
  expect(await read()).toBeNull();
});

test("S-17 when it is switched off every browser is out at once, and the path is gone", async () => {
  const browser = await browserOf(daemon.control);
  const watch = await browser.call("/_ui/api/watch");
  const reader = watch.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toStartWith('data: {"type":"snapshot"');

  expect(await daemon.control.closeWeb({})).toEqual({ wasOn: true });

  for (let read = await reader?.read(); read?.done === false; read = await reader?.read());
  expect((await browser.call("/_ui/api/status", {}, { "sec-fetch-site": "" })).status).toBeGreaterThanOrEqual(403);
  expect((await fetch(`${daemon.url}/_ui/`)).status).toBe(404);
  expect(await daemon.control.closeWeb({})).toEqual({ wasOn: false });
});

test("S-17 on a port of its own it is there alone, and the proxy's port knows nothing of it", async () => {
  const browser = await browserOf(daemon.control, 0);

  expect(browser.origin).not.toBe(daemon.url);
  expect((await browser.call("/_ui/api/status")).status).toBe(200);
  expect((await browser.call("/v1/models")).status).toBe(404);
  expect((await fetch(`${daemon.url}/_ui/`)).status).toBe(404);
  await daemon.control.closeWeb({});
});

test("S-18 markup in a model, a prompt, a client and a session comes to the page as text in JSON, never in a document", async () => {
  const markup = `<img src=x onerror="fetch('//evil.example')"><script>alert(1)</script>`;
  await (
    await chat(markup, `${markup} and </script> in a prompt`, { "user-agent": `${markup}`, "x-proxy-session": markup })
  ).text();
  const browser = await browserOf(daemon.control);

  const answers = await Promise.all(
    ["status", "recent", "sessions"].map((name) =>
      browser.call(
        `/_ui/api/${name}?ask=${encodeURIComponent(JSON.stringify({ recent: { limit: 9 }, sessions: { since: 0, limit: 9 }, status: {} }[name]))}`,
      ),
    ),
  );

  for (const answer of answers) {
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json"]);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  }
  expect(await (await browser.open("/_ui/")).text()).not.toContain("onerror");
  await daemon.control.closeWeb({});
});

test("S-17 S-53 codes, cookies and keys stand in no log, no address and no answer of the daemon", async () => {
  const { link } = await daemon.control.openWeb({ port: null });
  const browser = await browserOf(daemon.control);
  await (await browser.call("/_ui/api/status")).text();
  const secret = browser.cookie.split("=")[1] ?? "";

  expect(secret).not.toBe("");
  expect(await daemon.leaks([codeIn(link), secret, browser.key])).toEqual([]);
});

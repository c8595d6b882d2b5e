import { afterAll, afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canaries, leaksIn, textsUnder } from "../support/canary.ts";
import { read, send, startFaultd, waitFor } from "../support/faultd.ts";
import { type Corner, controlOf, newCorner } from "../support/program.ts";
import { until } from "../support/wait.ts";

const vendor = startFaultd();
afterAll(() => vendor.stop());

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

const keys = [canaries.openai, canaries.held];
const ok = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
const add = (name: string, ...more: readonly string[]) =>
  corner.cli(["upstreams", "add", name, "--endpoint", vendor.url, "--type", "openai", ...more]);
const chat = async (headers: Readonly<Record<string, string>>) => {
  const { url } = await controlOf(corner).status({});
  vendor.play(read("all"), send(ok));
  const body = JSON.stringify({ model: "gpt-4o", messages: [] });
  return fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
};
const token = () => readFileSync(join(corner.home, "token"), "utf8").trim();

/** Everything that somebody could look into, but the one file that keys belong in. */
const visible = async () => {
  const { pid } = await controlOf(corner).status({});
  const said = await Promise.all(
    [
      ["upstreams"],
      ["upstreams", "show", "work"],
      ["keys"],
      ["config"],
      ["status"],
      ["env", "--with-token"],
      ["logs"],
    ].map(async (words) => [
      words.join(" "),
      JSON.stringify([await corner.cli(words), await corner.cli([...words, "--json"])]),
    ]),
  );
  const files = Object.entries(textsUnder(corner.home)).filter(([path]) => !path.endsWith("servers.yaml"));
  return {
    ...Object.fromEntries([...said, ...files]),
    cmdline: readFileSync(`/proc/${pid}/cmdline`, "latin1"),
    environ: readFileSync(`/proc/${pid}/environ`, "latin1"),
  };
};

test("V7, S-24, S-59: added, given a key, tested, used and removed, and the key was nowhere to be seen", async () => {
  await corner.cli(["start"]);
  const said: string[] = [];
  const step = async (words: readonly string[], input?: string) => {
    const { code, out, err } = await corner.cli(words, {}, input);
    said.push(out, err);
    expect([words.join(" "), code, err]).toEqual([words.join(" "), 0, ""]);
  };

  await step(["upstreams", "add", "work", "--endpoint", vendor.url, "--type", "openai"]);
  await step(["keys", "set", "work", "--stdin"], canaries.openai);
  vendor.play(read("headers"), send(ok));
  await step(["upstreams", "test", "work"]);
  await step(["switch-upstream", "work"]);

  expect((await chat({ authorization: "Bearer whatever" })).status).toBe(401);
  expect((await chat({ authorization: `Bearer ${token()}` })).status).toBe(200);
  const sent = vendor.hits().at(-1)?.text() ?? "";
  expect(sent.toLowerCase()).toContain(`authorization: bearer ${canaries.openai}`.toLowerCase());
  expect(sent).not.toContain("pxy_");
  expect(leaksIn({ ...(await visible()), said: said.join("") }, keys)).toEqual([]);

  await step(["switch-upstream", "-"]);
  await step(["upstreams", "remove", "work"]);
  expect(leaksIn(textsUnder(corner.home), keys)).toEqual([]);
}, 300_000);

test("S-24: a variable that the daemon was started without comes with the reload, and is in no environment", async () => {
  await corner.cli(["start"]);
  const added = await corner.cli(
    ["upstreams", "add", "work", "--endpoint", vendor.url, "--type", "openai", "--key-from-env", "PROXY_WORK_KEY"],
    { PROXY_WORK_KEY: canaries.openai },
  );

  expect(added.code).toBe(0);
  expect((await chat({ "x-proxy-token": token(), "x-proxy-upstream": "work" })).status).toBe(200);
  expect(vendor.hits().at(-1)?.text()).toContain(canaries.openai);
  await corner.cli(["reload"]); // from a shell that does not have it
  expect((await chat({ "x-proxy-token": token(), "x-proxy-upstream": "work" })).status).toBe(200);

  await corner.cli(["stop", "--now"]);
  await corner.cli(["start"], { PROXY_WORK_KEY: canaries.held });
  expect(leaksIn(await visible(), keys)).toEqual([]);
  expect((await chat({ "x-proxy-token": token(), "x-proxy-upstream": "work" })).status).toBe(200);
  expect(vendor.hits().at(-1)?.text()).toContain(canaries.held);
}, 300_000);

test("C1: any path of any method goes to the one address of the command line, with its key", async () => {
  const started = await corner.cli(["start", "--base-url", vendor.url, "--type", "openai", "--api-key-env", "MY_KEY"], {
    MY_KEY: canaries.openai,
  });
  expect(started.code).toBe(0);
  const { url } = await controlOf(corner).status({});

  for (const [method, path] of [
    ["GET", "/v1/models"],
    ["POST", "/v1/chat/completions"],
    ["DELETE", "/v1/files/f_1?x=1"],
    ["PATCH", "/anything/else"],
  ] as const) {
    vendor.play(read("all"), send(ok));
    const answer = await fetch(url + path, {
      method,
      headers: { "x-proxy-token": token(), "content-type": "application/json" },
      ...(method === "GET" ? {} : { body: "{}" }),
    });
    const sent = vendor.hits().at(-1)?.text() ?? "";
    expect([path, answer.status]).toEqual([path, 200]);
    expect(sent).toStartWith(`${method} ${path} HTTP/1.1\r\n`);
    expect(sent.toLowerCase()).toContain(`authorization: bearer ${canaries.openai}`.toLowerCase());
  }
  expect((await corner.cli(["upstreams", "show", "custom"])).out).toMatch(
    /endpoint +http:\/\/127\.0\.0\.1:\d+ +command line/,
  );
  expect(leaksIn(await visible(), keys)).toEqual([]);
}, 300_000);

test("what a running daemon refuses is taken back", async () => {
  await corner.cli(["start"]);
  await add("work");
  const file = join(corner.home, "servers.yaml");
  const before = readFileSync(file, "utf8");
  writeFileSync(join(corner.home, "config.yaml"), "log: { level: loud }\n", { mode: 0o600 });

  const ran = await corner.cli(["keys", "set", "work", "--stdin"], {}, canaries.openai);

  expect(ran.code).toBe(78);
  expect(ran.err).toContain("log.level");
  expect(readFileSync(file, "utf8")).toBe(before);
}, 300_000);

test("S-36, S-38: another address takes no key along; nothing fails over to another vendor", async () => {
  const other = startFaultd();
  await corner.cli(["start"]);
  await add("work");
  await corner.cli(["keys", "set", "work", "--stdin"], {}, canaries.openai);
  await corner.cli(["upstreams", "add", "spare", "--endpoint", other.url, "--type", "openai"]);
  vendor.play(read("all"), send("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"));
  const { url } = await controlOf(corner).status({});

  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json", "x-proxy-upstream": "work", "x-proxy-token": token() },
  });

  expect(answer.status).toBe(503);
  expect(other.connections()).toBe(0);
  other.stop();
}, 300_000);

test("W-04: who is answered by a removed upstream is answered to the end", async () => {
  await corner.cli(["start"]);
  await add("work");
  await corner.cli(["switch-upstream", "work"]);
  const control = controlOf(corner);
  const { url } = await control.status({});
  const { promise, resolve: goOn } = Promise.withResolvers<void>();
  vendor.play(
    read("all"),
    send(ok.replace("length: 2", "length: 4").replace("{}", "{ ")),
    waitFor(promise),
    send(" }"),
  );
  const running = fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify({ model: "gpt-4o" }),
    headers: { "content-type": "application/json", authorization: "Bearer mine" },
  });
  await until("the vendor is asked", () => vendor.hits().length > 0);

  const removed = await corner.cli(["upstreams", "remove", "work"]);

  expect(removed.out).toContain("draining  1 answer still");
  expect((await control.upstreams({})).draining).toEqual([{ name: "work", inFlight: 1 }]);
  expect((await corner.cli(["upstreams"])).out).toContain("draining: work is gone, 1 answer still");
  goOn();
  expect(await (await running).text()).toBe("{  }");
  await until("it is gone", async () => (await control.upstreams({})).draining.length === 0);
}, 300_000);

test("S-26: a file of keys that others can read is not written to; a repository around it is warned of", async () => {
  await add("work");
  chmodSync(join(corner.home, "servers.yaml"), 0o644);
  const refused = await corner.cli(["keys", "set", "work", "--stdin"], {}, canaries.openai);
  chmodSync(join(corner.home, "servers.yaml"), 0o600);
  mkdirSync(join(corner.home, ".git"));
  const warned = await corner.cli(["keys", "set", "work", "--stdin"], {}, canaries.openai);

  expect(refused.code).toBe(77);
  expect(refused.err).toContain("chmod 600");
  expect(warned.code).toBe(0);
  expect(warned.err).toContain("is inside the repository");
  expect(leaksIn({ refused: refused.err, warned: warned.err + warned.out }, keys)).toEqual([]);
}, 300_000);

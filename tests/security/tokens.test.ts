import { afterEach, beforeEach, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tokenStore } from "../../src/state/tokens.ts";
import { leaksIn, textsUnder } from "../support/canary.ts";
import { type Corner, controlOf, newCorner } from "../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

const token = `pxy_${"container0123456".repeat(2)}`;
const exposed = ["start", "--host", "0.0.0.0", "--expose", "--upstream", "simulator"];

/** What anybody on this machine can read of a process. */
const visibleOf = (pid: number) => ({
  cmdline: readFileSync(`/proc/${pid}/cmdline`, "latin1"),
  environ: readFileSync(`/proc/${pid}/environ`, "latin1"),
});

test("S-28: start tells how to get a token, and with one it starts and says loudly what it does", async () => {
  const refused = await corner.cli(exposed);
  expect(refused.code).toBe(78);
  expect(refused.err).toBe(
    "error: refusing to listen on all interfaces without a token\ntry: proxy-cli token create, or --host 127.0.0.1\n",
  );

  const made = await corner.cli(["token", "create", "-q"]);
  const started = await corner.cli(exposed);

  expect(started).toMatchObject({ code: 0, err: "" });
  expect(started.out).toContain("OPEN to other machines");
  expect(started.out).toContain("EXPOSED: it listens on all interfaces");
  expect((await corner.cli(["status"])).out).toContain("EXPOSED");
  const { url } = await controlOf(corner).status({});
  expect((await fetch(url)).status).toBe(401);
  expect((await fetch(url, { headers: { "x-proxy-token": made.out.trim() } })).status).toBe(200);
});

test("S-24: a container's token comes by file or variable, and is in no environment, argument or file of the daemon", async () => {
  const file = join(corner.folder, "token");
  writeFileSync(file, `${token}\n`);
  for (const env of [{ PROXY_TOKEN_FILE: file }, { PROXY_TOKEN: token }] as readonly Record<string, string>[]) {
    expect((await corner.cli(exposed, env)).code).toBe(0);
    const { url, pid } = await controlOf(corner).status({});

    expect((await fetch(`${url}/t/${token}/`)).status).toBe(200);
    expect((await fetch(url)).status).toBe(401);
    expect(leaksIn({ ...visibleOf(pid), ...textsUnder(corner.home) }, [token])).toEqual([]);
    await corner.cli(["stop", "--now"]);
  }
});

test("a container needs nothing but its environment", async () => {
  const file = join(corner.folder, "token");
  writeFileSync(file, token);
  const env = { PROXY_HOST: "0.0.0.0", PROXY_EXPOSE: "true", PROXY_TOKEN_FILE: file, PROXY_UPSTREAM: "simulator" };

  expect((await corner.cli(["start"], env)).code).toBe(0);
  const { url, isExposed } = await controlOf(corner).status({});
  expect(isExposed).toBe(true);
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: "ok" });
  expect((await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
});

test("S-59: env names no token unless it is asked for, and then the base URL has it", async () => {
  await corner.cli(["token", "create"]);
  await corner.cli(exposed);
  const local = readFileSync(join(corner.home, "token"), "utf8").trim();

  const plain = await corner.cli(["env"]);
  const full = await corner.cli(["env", "--with-token"]);

  expect(plain.out + plain.err).not.toContain("pxy_");
  expect(plain.err).toContain("proxy-cli env --with-token");
  expect(full.out).toMatch(new RegExp(`^export ANTHROPIC_BASE_URL=http://127\\.0\\.0\\.1:\\d+/t/${local}$`, "m"));
});

test("run gives its program the token, and shows it nobody", async () => {
  await corner.cli(["token", "create"]);
  await corner.cli(exposed);
  const { url } = await controlOf(corner).status({});
  const local = readFileSync(join(corner.home, "token"), "utf8").trim();

  const ran = await corner.cli(["run", "--", "sh", "-c", "echo $ANTHROPIC_BASE_URL"]);

  expect(ran.out.trim()).toBe(`${url}/t/${local}`);
  expect(ran.err).toContain(`ANTHROPIC_BASE_URL=${url} `);
  expect(ran.err).not.toContain("pxy_");
});

test("a token that the command line makes or revokes holds at once for a daemon that runs", async () => {
  const store = tokenStore(join(corner.home, "tokens.json"), Date.now);
  await corner.cli(["token", "create"]);
  await corner.cli(exposed);
  const { url } = await controlOf(corner).status({});
  const made = (await corner.cli(["token", "create", "-q", "--name", "phone"])).out.trim();
  const status = async () => (await fetch(url, { headers: { authorization: `Bearer ${made}` } })).status;

  expect(await status()).toBe(200);
  expect((await corner.cli(["token", "revoke", "phone"])).code).toBe(0);
  expect(await status()).toBe(401);
  expect(store.list().map(({ name }) => name)).toEqual(["token-1"]);
});

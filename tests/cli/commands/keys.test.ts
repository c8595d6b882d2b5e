import { afterAll, afterEach, beforeEach, expect, test } from "bun:test";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canaries, leaksIn } from "../../support/canary.ts";
import { bunCommand } from "../../support/daemon.ts";
import { read, send, startFaultd } from "../../support/faultd.ts";
import { type Corner, newCorner } from "../../support/program.ts";
import { until } from "../../support/wait.ts";

const vendor = startFaultd();
afterAll(() => vendor.stop());

let corner: Corner;

beforeEach(async () => {
  corner = newCorner();
  for (const name of ["work", "cn"])
    await corner.cli([
      "upstreams",
      name === "cn" ? "edit" : "add",
      name,
      "--endpoint",
      vendor.url,
      "--type",
      name === "cn" ? "zai" : "openai",
    ]);
});

afterEach(() => corner.leave());

const servers = () => readFileSync(join(corner.home, "servers.yaml"), "utf8");
const answering = (status: string) =>
  vendor.play(read("headers"), send(`HTTP/1.1 ${status}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`));

test("a key comes by standard input, lands in a file of its owner alone, and is never shown", async () => {
  const set = await corner.cli(["keys", "set", "work", "--stdin"], {}, `${canaries.openai}\n`);
  const list = await corner.cli(["keys"]);
  const json = await corner.cli(["keys", "list", "--json"]);

  expect(set).toMatchObject({ code: 0, err: "" });
  expect(servers()).toContain(canaries.openai);
  expect(statSync(join(corner.home, "servers.yaml")).mode & 0o777).toBe(0o600);
  expect(list.out).toMatch(/work +\.\.\.bbbb +servers\.yaml +inject/);
  expect(list.out).toMatch(/anthropic +- +client's own +pass-through/);
  expect(leaksIn({ set: set.out, list: list.out, json: json.out })).toEqual([]);
});

test("of several keys each is told by its end, in the list and in all that is known of the upstream", async () => {
  const several = `several:\n  endpoint: ${vendor.url}\n  type: openai\n  api_keys: [${canaries.openai}, ${canaries.held}]\n`;
  writeFileSync(join(corner.home, "servers.yaml"), several, { mode: 0o600 });
  const [one, other] = [canaries.openai, canaries.held].map((key) => `\\.\\.\\.${key.slice(-4)}`);

  const list = await corner.cli(["keys"]);
  const show = await corner.cli(["upstreams", "show", "several"]);

  expect(list.out).toMatch(new RegExp(`several +${one}, ${other} +servers\\.yaml +inject`));
  expect(show.out).toMatch(new RegExp(`api_keys\\.0 +${one} +yours`));
  expect(show.out).toMatch(new RegExp(`api_keys\\.1 +${other} +yours`));
  expect(leaksIn({ list: list.out, show: show.out })).toEqual([]);
});

test("a variable is written by its name", async () => {
  const missing = await corner.cli(["keys", "set", "work", "--from-env", "WORK_KEY"]);
  const set = await corner.cli(["keys", "set", "work", "--from-env", "WORK_KEY"], { WORK_KEY: canaries.openai });

  expect(missing.code).toBe(78);
  expect(set.code).toBe(0);
  expect(servers()).toContain("${WORK_KEY}");
  expect(leaksIn({ file: servers() })).toEqual([]);
  expect((await corner.cli(["keys"])).out).toMatch(/work +- +env WORK_KEY +inject/);
});

test("a key as an argument is refused and not repeated", async () => {
  const ran = await corner.cli(["keys", "set", "work", canaries.openai]);

  expect(ran.code).toBe(2);
  expect(ran.err).toContain("every program here can read it");
  expect(leaksIn({ out: ran.out, err: ran.err, file: servers() })).toEqual([]);
});

test("what is no key is refused without being quoted, and without a terminal nobody is asked", async () => {
  for (const input of ["", "two words", "pxy_0123456789abcdef0123456789"]) {
    const ran = await corner.cli(["keys", "set", "work", "--stdin"], {}, input);
    expect(ran.code).toBe(78);
    if (input !== "") expect(ran.err).not.toContain(input);
  }
  expect((await corner.cli(["keys", "set", "work"])).err).toContain("nobody here who can be asked");
  expect((await corner.cli(["keys", "set", "wrok", "--stdin"], {}, "x")).err).toContain("try: proxy-cli keys set work");
});

test("a key of another vendor is taken with a warning", async () => {
  const ran = await corner.cli(["keys", "set", "work", "--stdin"], {}, canaries.anthropic);

  expect(ran.code).toBe(0);
  expect(ran.err).toContain("looks like a key of Anthropic, and work is of type openai");
});

test("a removed key is gone from the file", async () => {
  await corner.cli(["keys", "set", "work", "--stdin"], {}, canaries.openai);

  expect((await corner.cli(["keys", "remove", "work"])).out).toContain("the key of work is gone");
  expect((await corner.cli(["keys", "remove", "work"])).out).toContain("has no key here already");
  expect(servers()).not.toContain("api_key:");
});

test("a check tells a wrong key by its exit code, and what may be the matter", async () => {
  await corner.cli(["keys", "set", "cn", "--stdin"], {}, canaries.zai);
  answering("401 Unauthorized");
  const down = await corner.cli(["keys", "check", "cn"]);
  await corner.cli(["start"]);
  const up = await corner.cli(["keys", "check", "cn"]);
  const all = await corner.cli(["keys", "check"]);
  answering("200 OK");
  const right = await corner.cli(["keys", "check", "cn"]);

  for (const ran of [down, up]) {
    expect(ran.code).toBe(77);
    expect(ran.err).toContain("error: cn answered 401 to key ...4242\n");
    expect(ran.err).toContain("the key is wrong or of the other region (keys of cn and international differ)");
    expect(ran.err).toContain("try: proxy-cli keys set cn");
  }
  expect([all.code, right.code]).toEqual([77, 0]);
  expect(right.out).toMatch(/cn +ok/);
  expect((await corner.cli(["keys", "check", "work"])).code).toBe(78);
});

test.each([
  [[], "Key for work"],
  [["--stdin"], "The key"],
])("at a terminal the key is asked for and shown neither while it is typed nor after (%p)", async (more, question) => {
  const seen: string[] = [];
  const child = Bun.spawn([...bunCommand("cli/main.ts"), "keys", "set", "work", ...more], {
    cwd: corner.folder,
    env: corner.env,
    terminal: { cols: 80, rows: 24, data: (_, bytes) => void seen.push(Buffer.from(bytes).toString()) },
  });
  await until("it asks", () => seen.join("").includes(question));
  child.terminal?.write(`${canaries.openai}x\u007f\r`);
  await child.exited;
  await until("it has said so", () => seen.join("").includes("work uses ...bbbb"));

  expect(child.exitCode).toBe(0);
  expect(servers()).toContain(`${canaries.openai}\n`);
  expect(leaksIn({ seen: seen.join("") })).toEqual([]);
  child.terminal?.close();
});

import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, newCorner, type Ran } from "../../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("every setting is listed with where it comes from, running or not", async () => {
  const down = await corner.cli(["config", "--list"]);
  await corner.cli(["start", "--log-level", "debug"]);
  const up = await corner.cli(["config"]);

  expect(down.out).toMatch(/^server\.port +0 +env PROXY_PORT\n/);
  expect(up.out).toMatch(/\nlog\.level +debug +flag\n/);
});

test("one value is printed alone, also by the old names", async () => {
  expect((await corner.cli(["config", "--get", "current_server"])).out).toBe("auto\n");
  expect((await corner.cli(["config", "get", "log_level"])).out).toBe("info\n");
  expect((await corner.cli(["config", "--path"])).out).toBe(`${join(corner.home, "config.yaml")}\n`);
});

test("a value is written where comments stay, and a running daemon takes it at once", async () => {
  await corner.cli(["start"]);
  const file = join(corner.home, "config.yaml");
  writeFileSync(file, "# mine\nlog:\n  level: info # why not\n");

  const ran = await corner.cli(["config", "--set", "log_level", "DEBUG"]);

  expect(ran).toMatchObject({ code: 0, err: "" });
  expect(readFileSync(file, "utf8")).toBe("# mine\nlog:\n  level: debug # why not\n");
  expect((await corner.cli(["config", "--get", "log.level"])).out).toBe("debug\n");
});

test("what only a restart can change says so, and what wins over the file is named", async () => {
  await corner.cli(["start"]);

  const host = await corner.cli(["config", "set", "host", "localhost"]);
  const port = await corner.cli(["config", "set", "port", "8123"]);

  expect(host.out).toContain("takes effect after: proxy-cli restart");
  expect(port.err).toContain("0 stays in force (env PROXY_PORT)");
});

test("a bad value or a name that is none changes nothing", async () => {
  const value = await corner.cli(["config", "--set", "server.port", "80800"]);
  const name = await corner.cli(["config", "--set", "sever.port", "1"]);

  expect([value.code, value.out, name.code, name.out]).toEqual([78, "", 78, ""]);
  expect(value.err).toContain("80800");
  expect(name.err).toContain("try: proxy-cli config set server.port 1\n");
  expect(existsSync(join(corner.home, "config.yaml"))).toBeFalse();
});

test("keys are shown as hints", async () => {
  mkdirSync(corner.home, { mode: 0o700 });
  writeFileSync(join(corner.home, "servers.yaml"), "cn: { api_key: sk-secret-canary-9876 }\n", { mode: 0o600 });

  const { out } = await corner.cli(["config"]);

  expect(out).toMatch(/\nupstreams\.cn\.key +\.\.\.9876 /);
  expect(out).not.toContain("canary");
});

test("settings are shown where a key's variable is not set, with a daemon or without", async () => {
  mkdirSync(corner.home, { mode: 0o700 });
  const own = "work: { endpoint: 'http://127.0.0.1:9', type: openai, api_key: '${WORK_KEY}' }\n";
  writeFileSync(join(corner.home, "servers.yaml"), own, { mode: 0o600 });

  const down = await corner.cli(["config"]);
  await corner.cli(["start"], { WORK_KEY: "sk-0123456789" });
  const up = await corner.cli(["config"]);

  for (const ran of [down, up]) expect(ran.out).toMatch(/\nupstreams\.work\.key +env WORK_KEY /);
  expect((await corner.cli(["switch", "--no-input"])).err).toContain("work");
});

test("a password in an address is written down and never shown", async () => {
  const address = "http://me:canary-password@127.0.0.1:9";

  const set = await corner.cli(["config", "set", "egress.proxy", address]);
  const json = await corner.cli(["config", "set", "egress.proxy", address, "--json"]);
  const undone = await corner.cli(["config", "undo"]);

  expect(set).toMatchObject({ code: 0, err: "" });
  for (const { out } of [set, json]) expect(out).toContain("//...@127.0.0.1:9");
  expect([set, json, undone].map(({ out, err }) => (out + err).includes("canary"))).toEqual([false, false, false]);
});

test("an upstream that nothing has is not written down; one whose key is not here is", async () => {
  const servers = join(corner.home, "servers.yaml");
  mkdirSync(corner.home, { recursive: true, mode: 0o700 });
  writeFileSync(servers, "work: { endpoint: 'http://127.0.0.1:9', type: openai, api_key: '${WORK_KEY}' }\n", {
    mode: 0o600,
  });

  const wrong = await corner.cli(["config", "--set", "upstream", "wrok"]);

  expect(wrong).toMatchObject({ code: 65, out: "" });
  expect(wrong.err).toContain("nothing was changed\ntry: proxy-cli config --set upstream work\n");
  expect((await corner.cli(["config", "--set", "upstream", "work"])).code).toBe(0);
});

test("both spellings of an action do the same, and NAME=VALUE is one word", async () => {
  await corner.cli(["config", "--set", "log.level=warn"]);
  expect((await corner.cli(["config", "get", "log.level"])).out).toBe("warn\n");
  expect((await corner.cli(["config", "--get", "log.level"])).out).toBe("warn\n");
  expect((await corner.cli(["config", "--unset", "log.level"])).out).toContain("now info   (default)");
  expect((await corner.cli(["config", "unset", "log.level"])).out).toContain("is not in");
});

test("a word that is none brings the nearest; too few and too many are told", async () => {
  const [word, few, many] = await Promise.all([
    corner.cli(["config", "explian"]),
    corner.cli(["config", "set", "log.level"]),
    corner.cli(["config", "path", "x"]),
  ]);

  expect([word?.code, few?.code, many?.code, word?.out, few?.out, many?.out]).toEqual([2, 2, 2, "", "", ""]);
  expect(word?.err).toContain("try: proxy-cli config explain\n");
  expect(few?.err).toContain("config set needs VALUE\ntry: proxy-cli config set NAME VALUE\n");
  expect(many?.err).toContain('config path takes no "x"');
});

test("a setting is explained with everything that was said about it", async () => {
  await corner.cli(["config", "set", "log.level", "warn"]);

  const { out } = await corner.cli(["config", "explain", "log_level"], { LOG_LEVEL: "error" });
  const json = JSON.parse((await corner.cli(["config", "explain", "server.port", "--json"])).out);
  const list = await corner.cli(["config", "show"], { LOG_LEVEL: "error" });

  expect(out).toStartWith("log.level   What the log keeps");
  expect(out).toMatch(
    /\n {2}type +debug, info, warn or error\n {2}default +info\n {2}env +PROXY_LOG_LEVEL.*LOG_LEVEL\n/,
  );
  expect(out).toMatch(/\n {2}now +error {3}\(env LOG_LEVEL\)\n {2}file says +warn {3}\(.*config\.yaml\)\n/);
  expect(json).toMatchObject({ schema: 1, name: "server.port", default: 8080, restart: true, value: 0 });
  expect(list.out).toMatch(/\nlog\.level +error +env LOG_LEVEL +\(file says: warn\)\n/);
});

test("what differs from how it comes is listed, and what the file says in vain", async () => {
  mkdirSync(corner.home, { mode: 0o700 });
  writeFileSync(join(corner.home, "config.yaml"), "log: { level: debug }\nserver: { port: 8123 }\n");

  const { out } = await corner.cli(["config", "diff"], { LOG_LEVEL: "warn" });

  expect(out).toMatch(
    /^server\.port +0 +env PROXY_PORT +\(default: 8080\)\nlog\.level +warn +env LOG_LEVEL +\(default: info\)\n/,
  );
  expect(out).toMatch(/says it:\n {2}log\.level +debug +\(in force: warn\) +env LOG_LEVEL\n/);
  expect((await corner.cli(["config", "diff", "--json"])).out).toContain('"not_in_force":[{"name":"server.port"');
});

test("a file to begin with is written, and never over another one without being told to", async () => {
  const file = join(corner.folder, "made.yaml");

  const first = await corner.cli(["config", "init", "made.yaml"]);
  const second = await corner.cli(["config", "init", "made.yaml", "--full"]);
  const short = readFileSync(file, "utf8");
  const third = await corner.cli(["config", "init", "made.yaml", "--full", "--force"]);

  expect([first.code, second.code, third.code]).toEqual([0, 73, 0]);
  expect(second.err).toContain("is there already\nnothing was changed\ntry: proxy-cli config init made.yaml --force\n");
  expect(readFileSync(file, "utf8").length).toBeGreaterThan(short.length);
});

test("C8 the flags of older proxies write and check a file", async () => {
  const made = await corner.cli(["--generate-config", "example.yaml"]);
  const good = await corner.cli(["--validate-config", "example.yaml"]);
  writeFileSync(join(corner.folder, "example.yaml"), "prot: 1\n");
  const bad = await corner.cli(["--validate-config=example.yaml"]);

  expect([made.code, good.code, bad.code]).toEqual([0, 0, 78]);
  expect(bad).toMatchObject({ out: "", err: expect.stringContaining("prot") });
});

test("the schemas are printed for editors", async () => {
  expect(JSON.parse((await corner.cli(["config", "schema"])).out)).toMatchObject({ title: "proxy-cli config.yaml" });
  expect(JSON.parse((await corner.cli(["config", "schema", "--servers"])).out)).toMatchObject({
    title: "proxy-cli servers.yaml",
  });
});

test("the editor gets a copy: what is valid is taken, what is not changes nothing", async () => {
  mkdirSync(corner.home, { mode: 0o700 });
  const file = join(corner.home, "config.yaml");
  writeFileSync(file, "# mine\nlog: { level: info }\n");
  const editing = (script: string) => {
    const editor = join(corner.folder, "my editor");
    writeFileSync(editor, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return corner.cli(["config", "edit"], { VISUAL: `"${editor}" --flag` });
  };

  const good = await editing('[ "$1" = --flag ] && sed -i s/info/warn/ "$2"');
  const same = await editing("true");
  const bad = await editing('echo "log: { level: loud }" > "$2"');
  const gone = await editing("exit 3");

  expect([good.code, same.code, bad.code, gone.code]).toEqual([0, 0, 78, 1]);
  expect(same.out).toBe("nothing was changed\n");
  expect(bad).toMatchObject({ out: "", err: expect.stringContaining("log.level") });
  expect(readFileSync(file, "utf8")).toBe("# mine\nlog: { level: warn }\n");
  expect(readdirSync(corner.home).filter((name) => name.startsWith("edit-"))).toEqual([]);
});

test("what the running daemon refuses is taken back, whichever action wrote it", async () => {
  await corner.cli(["start"]);
  await corner.cli(["upstreams", "add", "work", "--endpoint", "http://127.0.0.1:9", "--type", "openai"]);
  await corner.cli(["config", "set", "upstream", "work"]);
  await corner.cli(["config", "set", "upstream", "auto"]);
  const file = join(corner.home, "config.yaml");
  const before = readFileSync(file, "utf8");
  const older = join(corner.folder, "older");
  mkdirSync(older);
  writeFileSync(join(older, "config.yaml"), "current_server: nowhere\n");
  const editor = join(corner.folder, "ed");
  writeFileSync(editor, '#!/bin/sh\necho "upstream: nowhere" > "$1"\n', { mode: 0o755 });
  writeFileSync(join(corner.home, "servers.yaml"), "", { mode: 0o600 }); // by hand: undo would bring it back
  await corner.cli(["reload"]);

  const edited = await corner.cli(["config", "edit"], { EDITOR: editor });
  const imported = await corner.cli(["config", "import", older, "--yes"]);
  const undone = await corner.cli(["config", "undo"]);
  writeFileSync(join(corner.home, "servers.yaml"), "work: 1\n", { mode: 0o600 });
  const set = await corner.cli(["config", "set", "log.level", "warn"]);
  const unset = await corner.cli(["config", "unset", "upstream"]);

  expect([edited, imported, undone, set, unset].map(({ code, out }) => [code, out])).toEqual(
    [65, 65, 65, 78, 78].map((code) => [code, ""]),
  );
  for (const { err } of [edited, undone, set]) expect(err).toContain("nothing was changed");
  expect(set.err).toContain("servers.yaml:1");
  expect(readFileSync(file, "utf8")).toBe(before);
  expect((await corner.cli(["config", "get", "log.level"])).out).toBe("info\n");
});

test("what a start would refuse is taken back while nothing runs, too", async () => {
  await corner.cli(["config", "set", "log.level", "warn"]);
  await corner.cli(["switch", "cn"]);
  const file = join(corner.home, "config.yaml");
  const before = readFileSync(file, "utf8");
  const editor = join(corner.folder, "ed");
  writeFileSync(editor, '#!/bin/sh\necho "upstream: nowhere" > "$1"\n', { mode: 0o755 });

  const edited = await corner.cli(["config", "edit"], { EDITOR: editor });
  writeFileSync(join(corner.home, "servers.yaml"), "work: 1\n", { mode: 0o600 });
  const set = await corner.cli(["config", "set", "log.level", "error"]);

  expect([edited.code, edited.out, set.code, set.out]).toEqual([65, "", 78, ""]);
  expect(edited.err).toContain('no upstream "nowhere"');
  expect(set.err).toContain("servers.yaml:1");
  for (const { err } of [edited, set]) expect(err).toContain("nothing was changed\ntry: proxy-cli ");
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("every action answers programs with one object, and with nothing where it fails", async () => {
  await corner.cli(["config", "set", "log.level", "warn"]);
  const words = [
    "show",
    "get log.level",
    "explain log.level",
    "diff",
    "validate",
    "undo",
    "redo",
    "schema",
    "path",
    "set log.level info",
    "unset log.level",
    "init made.yaml",
  ];

  const ran: Ran[] = []; // one after the other: what can be redone was undone before
  for (const one of words) ran.push(await corner.cli(["config", ...one.split(" "), "--json"]));
  const failed = await Promise.all(
    ["get nothing", "set log.level loud", "init made.yaml", "validate none.yaml", "import none", "nothing"].map((one) =>
      corner.cli(["config", ...one.split(" "), "--json"]),
    ),
  );

  expect(ran.map(({ code, out }) => [code, JSON.parse(out).schema])).toEqual(words.map(() => [0, 1]));
  expect(failed.map(({ code, out }) => [code, out])).toEqual([78, 78, 73, 66, 66, 2].map((code) => [code, ""]));
});

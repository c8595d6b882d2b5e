import { afterEach, beforeEach, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, newCorner } from "../../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("an edited file is read, and what only a restart can change is named", async () => {
  await corner.cli(["start"]);
  writeFileSync(join(corner.home, "config.yaml"), "server: { host: localhost }\nlog: { level: warn }\n");

  const ran = await corner.cli(["reload"]);

  expect(ran).toMatchObject({ code: 0, err: "" });
  expect(ran.out).toMatch(/generation \d/); // the daemon may have seen the file by itself
  expect(ran.out).toContain("server.host takes effect after: proxy-cli restart");
});

test("another config.yaml is named by start, and a reload hands over the keys that it refers to", async () => {
  const file = join(corner.folder, "other.yaml");
  writeFileSync(file, "log: { level: warn }\n");
  const started = await corner.cli(["start", "--config", file]);
  const llm = "llm: { base_url: 'http://127.0.0.1:9', type: openai, api_key: '${NEW_KEY}' }";
  writeFileSync(file, `config: { watch: false }\n${llm}\n`, { mode: 0o600 });

  const without = await corner.cli(["reload"]);
  const ran = await corner.cli(["reload"], { NEW_KEY: "sk-0123456789" });

  expect(started.out).toContain(`config     ${file}\n`);
  expect([without.code, ran.code]).toEqual([78, 0]);
});

test("what is odd in a file that is taken is told", async () => {
  await corner.cli(["start"]);
  writeFileSync(join(corner.home, "config.yaml"), "log_level: warn\n");

  const ran = await corner.cli(["reload"]);
  const json = JSON.parse((await corner.cli(["reload", "--json"])).out);

  expect(ran.code).toBe(0);
  expect(ran.err).toMatch(/^! .*config\.yaml:1:1 {2}log_level {2}an older name/);
  expect(json.warnings).toMatchObject([{ severity: "warning", name: "log_level" }]);
});

test("a file that is not valid changes nothing and is told line by line", async () => {
  await corner.cli(["start"]);
  writeFileSync(join(corner.home, "config.yaml"), "log:\n  level: loud\n");

  const ran = await corner.cli(["reload"]);

  expect(ran).toMatchObject({ code: 78, out: "" });
  expect(ran.err).toContain("config.yaml:2:3  log.level");
});

test("nothing can be reloaded where nothing runs", async () => {
  const ran = await corner.cli(["reload"]);

  expect(ran).toMatchObject({ code: 3, out: "" });
  expect(ran.err).toMatch(/^error: the proxy is not running \(no answer at .*daemon\.sock\)\ntry: proxy-cli start\n$/);
});

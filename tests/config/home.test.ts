import { expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localToken, prepareHome, removeStaleSocket } from "../../src/config/home.ts";
import { pathsUnder } from "../../src/config/paths.ts";
import { scratchFolder } from "../support/scratch.ts";

const uid = process.getuid?.() ?? null;
const newPaths = () => pathsUnder(join(scratchFolder(), "home"));

test("a first start makes a private home with a commented file, a second one changes nothing", () => {
  const paths = newPaths();

  expect(prepareHome(paths, uid).config).toBe(true);
  writeFileSync(paths.config, "# mine\n");
  expect(prepareHome(paths, uid).config).toBe(false);

  expect(readFileSync(paths.config, "utf8")).toBe("# mine\n");
  expect(statSync(paths.home).mode & 0o777).toBe(0o700);
});

test("S-21, S-26: a home that is open or another user's is refused", () => {
  const paths = newPaths();
  prepareHome(paths, uid);

  expect(() => prepareHome(paths, (uid ?? 0) + 1)).toThrow("another user");
  chmodSync(paths.home, 0o750);
  expect(() => prepareHome(paths, uid)).toThrow("mode 0750");
});

test("S-22: keys that others can read are refused", () => {
  const paths = newPaths();
  prepareHome(paths, uid);
  writeFileSync(paths.servers, "");
  chmodSync(paths.servers, 0o604);

  expect(() => prepareHome(paths, uid)).toThrow("mode 0604");
});

test("the local token is made once, long, and its owner's alone", () => {
  const { token: file } = pathsUnder(scratchFolder());

  const token = localToken(file);

  expect(token).toMatch(/^pxy_[\w-]{32}$/);
  expect(localToken(file)).toBe(token);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("D-09: only a socket is removed as stale", async () => {
  const folder = scratchFolder();
  const socket = join(folder, "s");
  const server = Bun.listen({ unix: socket, socket: { data: () => undefined } });
  removeStaleSocket(socket, null);
  expect(existsSync(socket)).toBe(false);
  server.stop(true);

  mkdirSync(join(folder, "d"));
  expect(() => removeStaleSocket(join(folder, "d"), null)).toThrow("not a socket");
  removeStaleSocket(join(folder, "nothing"), null);
});

test("a config.yaml that is made tells editors where its schema is", () => {
  const paths = pathsUnder(join(scratchFolder(), "home"));
  prepareHome(paths, null);

  const [, schema = ""] = /^# yaml-language-server: \$schema=(.*)\n/.exec(readFileSync(paths.config, "utf8")) ?? [];
  expect(JSON.parse(readFileSync(schema, "utf8"))).toMatchObject({ title: "proxy-cli config.yaml" });
});

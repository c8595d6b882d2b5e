import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { statusOrNull } from "../../cli/daemon/answering.ts";
import { connectTo } from "../../src/control/client.ts";
import { allOf, stagesOf } from "../support/dockerfile.ts";
import { repository, run } from "../support/product-tree.ts";
import { scratchFolder } from "../support/scratch.ts";
import { until } from "../support/wait.ts";

// Slow: npm unpacks Bun. There is no Docker here: the Dockerfile's own commands run in a folder that plays the image.
setDefaultTimeout(180_000);

const [install = [], image = []] = stagesOf(readFileSync(join(repository, "Dockerfile"), "utf8"));
const root = scratchFolder();
const token = "pxy_atokenofthistest0123456789";

/** A path of the image is one below our folder. */
const inRoot = (text: string): string =>
  text.replaceAll(/(?<![\w./-])\/(app|data|tmp|usr\/local\/bin)\b/g, `${root}/$1`);

const isRoot = process.getuid?.() === 0 && Bun.which("setpriv") !== null;
/** Nobody but root can hand a folder to another user. */
const withoutOwner = (command: string): string => (isRoot ? command : command.replace(/-o \d+ -g \d+ /, ""));
const [user = ""] = (allOf(image, "USER")[0] ?? "").split(":");
const asUser = isRoot ? ["setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups"] : [];

const env = {
  PATH: `${root}/usr/local/bin:${process.env["PATH"]}`,
  HOME: "/",
  ...Object.fromEntries(allOf(image, "ENV").map((pair) => inRoot(pair).split("="))),
};
const { npm_config_cache: cache = join(process.env["HOME"] ?? "/", ".npm") } = process.env;
const npmEnv = {
  ...process.env,
  ...env,
  HOME: process.env["HOME"],
  npm_config_cache: cache,
  npm_config_prefer_offline: "true",
};

const copy = (line: string): void => {
  const words = line.split(/\s+/);
  const target = words.at(-1) ?? "";
  for (const source of words.slice(0, -1))
    cpSync(join(repository, source), join(root, "app", target, target.endsWith("/") ? source : ""), {
      recursive: true,
    });
};

const exec = (list: string): string[] => JSON.parse(list);
const startCommand = [
  ...asUser,
  ...exec(allOf(image, "ENTRYPOINT")[0] ?? "[]"),
  ...exec(allOf(image, "CMD")[0] ?? "[]"),
];
const [healthCheck = []] = allOf(image, "HEALTHCHECK").map((line) => exec(line.slice(line.indexOf("CMD ") + 4)));
/** Somebody may have this port here. */
const anyPort = (words: readonly string[]): string[] => words.map((word) => (word === "8080" ? "0" : word));

beforeAll(async () => {
  for (const folder of ["app", "tmp", "usr/local/bin"]) mkdirSync(join(root, folder), { recursive: true });
  chmodSync(root, 0o755);
  for (const { word, rest } of install) {
    if (word === "COPY") copy(rest);
    if (word !== "RUN") continue;
    const ran = await run(["/bin/sh", "-ec", inRoot(rest)], { cwd: join(root, "app"), env: npmEnv });
    expect({ rest, ...ran }).toMatchObject({ code: 0 });
  }
  for (const command of allOf(image, "RUN")) {
    const ran = await run(["/bin/sh", "-ec", inRoot(withoutOwner(command))], { cwd: root, env });
    expect({ command, ...ran }).toMatchObject({ code: 0 });
  }
});

test("V17, Z15, C10: without a token the container's command refuses to start, and says what is missing", async () => {
  const ran = await run(anyPort(startCommand), { cwd: join(root, "data"), env });

  expect(ran.code).toBe(78);
  expect(ran.err).toContain("without a token");
});

test("V17, Z15, C10: with its token the container comes up, is healthy, asks for the token, and ends in order", async () => {
  const secret = join(root, "run/secrets/proxy_token");
  mkdirSync(dirname(secret), { recursive: true });
  writeFileSync(secret, `${token}\n`, { mode: 0o644 });
  const given = { ...env, PROXY_TOKEN_FILE: secret };
  const health = () => run([...asUser, ...healthCheck], { cwd: join(root, "data"), env });
  expect((await health()).code).not.toBe(0);

  const child = Bun.spawn(anyPort(startCommand), {
    cwd: join(root, "data"),
    env: given,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const output = Promise.all([child.stdout.text(), child.stderr.text()]);
  const status = await until("it answers", () => statusOrNull(connectTo(join(root, "data/daemon.sock"))), 30_000);
  const page = `http://127.0.0.1:${new URL(status.url).port}/`;

  expect((await health()).code).toBe(0);
  expect((await fetch(page)).status).toBe(401);
  expect((await fetch(page, { headers: { "x-proxy-token": token } })).status).toBe(200);
  child.kill("SIGTERM");
  expect(await child.exited).toBe(0);
  expect((await output).join("")).not.toContain(token);
});

import { expect, setDefaultTimeout, test } from "bun:test";
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { build } from "../../scripts/build.ts";
import { version as current } from "../../src/version.ts";
import { copyProduct, repository, run } from "../support/product-tree.ts";
import { scratchFolder } from "../support/scratch.ts";

setDefaultTimeout(60_000);

const root = scratchFolder();
const headers = { "content-type": "application/json", "x-api-key": "sk-ant-api03-test" };
const body = JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 9, messages: [{ role: "user", content: "hi" }] });

/** The product with packages, but without what was compiled of it elsewhere. */
const copy = (): string => {
  const launcher = copyProduct(join(root, "product"), { linked: false });
  const packages = join(root, "product/node_modules");
  mkdirSync(packages);
  for (const name of readdirSync(join(repository, "node_modules")))
    if (name !== ".cache") symlinkSync(join(repository, "node_modules", name), join(packages, name));
  return launcher;
};

/** Compiles it with another number of its version, which then tells what runs; the source does not seem to have changed. */
const buildAs = async (version: string): Promise<void> => {
  const manifest = join(root, "product/package.json");
  const { atime, mtime } = statSync(manifest);
  const text = readFileSync(manifest, "utf8");
  writeFileSync(manifest, text.replace(`"version": "${current}"`, `"version": "${version}"`));
  utimesSync(manifest, atime, mtime);
  await build(join(root, "product"));
  writeFileSync(manifest, text);
  utimesSync(manifest, atime, mtime);
};

test("a compiled daemon starts, passes on and stops as the source does, and gives way to it when a file changes", async () => {
  const launcher = copy();
  const env = { PATH: process.env["PATH"], HOME: root, PROXY_CLI_HOME: join(root, "home") };
  const proxy = (...words: string[]) => run([launcher, ...words], { cwd: root, env });
  const startsIt = async (): Promise<unknown> => {
    const started = await proxy("start", "--port", "0", "--upstream", "simulator", "--json");
    expect(started.code).toBe(0);
    const { url } = JSON.parse(started.out);
    const health = (await (await fetch(`${url}/health`)).json()) as { readonly version: string };
    const answer = await fetch(`${url}/v1/messages`, { method: "POST", headers, body });
    const { type } = (await answer.json()) as { readonly type: string };
    expect((await proxy("stop")).code).toBe(0);
    return [health.version, answer.status, type];
  };

  await buildAs("9.9.9");
  const compiled = await startsIt();
  appendFileSync(join(root, "product/src/lib/clock.ts"), "\n");
  const source = await startsIt();

  expect([compiled, source]).toEqual([
    ["9.9.9", 200, "message"],
    [current, 200, "message"],
  ]);
});

import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { writeTree } from "./product-tree.ts";

/** What the folder's .env files try to set. */
export const planted: readonly string[] = [
  "HTTPS_PROXY",
  "ANTHROPIC_BASE_URL",
  "OPENAI_API_KEY",
  "BUN_CONFIG_VERBOSE_FETCH",
  "NODE_EXTRA_CA_CERTS",
  "NODE_TLS_REJECT_UNAUTHORIZED",
];

/** Makes a project folder whose every file tries to get into our process; what gets in writes to the marker. */
export const makeHostileProject = (folder: string, marker: string): void => {
  const dotenv = planted.map((name) => `${name}=${name.includes("REJECT") ? "0" : "http://evil.invalid"}`).join("\n");
  const paths = { "*": ["./evil.js"], commander: ["./evil.js"] };
  const compiler = JSON.stringify({ compilerOptions: { baseUrl: ".", paths } });
  const script = `#!/bin/sh\necho script >>'${marker}'\n`;
  writeTree(folder, {
    "evil.js": leaveMark(marker, "evil"),
    "bunfig.toml":
      'preload = ["./evil.js"]\nlogLevel = "debug"\n[run]\npreload = ["./evil.js"]\n[install]\nauto = "force"\n',
    ".env": dotenv,
    ".env.local": dotenv,
    ".env.production": dotenv,
    "tsconfig.json": compiler,
    "jsconfig.json": compiler,
    "package.json": JSON.stringify({
      name: "evil",
      scripts: { "--version": "node evil.js", status: "node evil.js" },
      imports: { "#*": "./evil.js" },
    }),
    "bun.lock": '{ "lockfileVersion": 1, "workspaces": {} }',
    "cli/main.ts": leaveMark(marker, "cli/main.ts"),
    ...impostor(marker, "commander"),
    ...impostor(marker, "zod"),
    ...impostor(marker, "yaml"),
    ...impostor(marker, "conf"),
    "node_modules/bun/bin/bun.exe": script,
    readlink: script,
    "deeper/down/file": "",
  });
  for (const program of ["readlink", "node_modules/bun/bin/bun.exe"]) chmodSync(join(folder, program), 0o755);
  // Not a script: a program that ends well, whatever it is asked.
  symlinkSync("/bin/true", join(folder, "bun"));
};

/** Variables with which a parent process steers Bun, all of them pointing into the folder. */
export const hostileVariables = (folder: string): Record<string, string> => ({
  BUN_OPTIONS: `--preload=${folder}/evil.js`,
  BUN_INSPECT: "127.0.0.1:0",
  BUN_INSPECT_PRELOAD: `${folder}/evil.js`,
  BUN_INSPECT_CONNECT_TO: `${folder}/evil.sock`,
  BUN_CONFIG_VERBOSE_FETCH: "curl",
  BUN_JSC_dumpOptions: "1",
  BUN_RUNTIME_TRANSPILER_CACHE_PATH: `${folder}/cache`,
  MIMALLOC_VERBOSE: "1",
  NODE_OPTIONS: `--require=${folder}/evil.js`,
  NODE_PATH: `${folder}/node_modules`,
  NODE_COMPILE_CACHE: `${folder}/cache`,
  BUN_ODD: "two words\nBUN_WORSE=$(touch x) `touch x` 'quote",
});

const leaveMark = (marker: string, name: string): string =>
  `require("node:fs").appendFileSync(${JSON.stringify(marker)}, ${JSON.stringify(`${name}\n`)});\n`;

const impostor = (marker: string, name: string): Record<string, string> => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: "99.0.0", main: "index.js" }),
  [`node_modules/${name}/index.js`]: `${leaveMark(marker, name)}module.exports = {};\n`,
});

import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { copyProduct, type Ran, run } from "../support/product-tree.ts";
import { scratchFolder } from "../support/scratch.ts";

// Slow: npm unpacks Bun, twice. What it needs was fetched when this checkout was installed.
setDefaultTimeout(180_000);

const scratch = realpathSync(scratchFolder());
const elsewhere = join(scratch, "elsewhere");
mkdirSync(elsewhere);

const { PATH, HOME, ...rest } = process.env;
// What npm itself tells its scripts would steer the npm that is started here.
const foreign = Object.fromEntries(
  Object.entries(rest).filter(
    ([name]) => !/^(npm_(?!config_(registry|cache|userconfig))|INIT_CWD|BUN_|NODE_OPTIONS)/.test(name),
  ),
);
const npmEnv = { ...foreign, PATH, HOME };
const npm = (cwd: string, ...args: string[]): Promise<Ran> =>
  run(["npm", ...args, "--prefer-offline", "--no-audit", "--no-fund", "--no-update-notifier"], { cwd, env: npmEnv });

/** An environment without any Bun on PATH: it has to be the one that was installed along. */
const plain = { PATH: "/usr/bin:/bin", HOME: join(scratch, "home"), PROXY_CLI_HOME: join(scratch, "home/.proxy-cli") };

const version = async (): Promise<string> => (await Bun.file(join(scratch, "source/package.json")).json()).version;

beforeAll(() => void copyProduct(join(scratch, "source"), { linked: false }));

describe("the packed product", () => {
  let launcher = "";

  beforeAll(async () => {
    const packed = await npm(join(scratch, "source"), "pack", "--json", "--pack-destination", scratch);
    expect(packed).toMatchObject({ code: 0 });
    const [tarball] = new Bun.Glob("proxy-cli-*.tgz").scanSync(scratch);
    const installed = await npm(
      elsewhere,
      "install",
      "--global",
      "--prefix",
      join(scratch, "global"),
      join(scratch, tarball ?? ""),
    );
    expect(installed).toMatchObject({ code: 0 });
    launcher = join(scratch, "global/bin/proxy-cli");
  });

  test("runs from any folder after npm install -g", async () => {
    const { out, code } = await run([launcher, "--version"], { cwd: elsewhere, env: plain });

    expect(code).toBe(0);
    expect(out).toContain(await version());
  });

  test("holds what it needs and nothing else", async () => {
    const files = [
      ...new Bun.Glob("*").scanSync({ cwd: join(scratch, "global/lib/node_modules/proxy-cli"), onlyFiles: false }),
    ];

    expect(files.sort()).toEqual([
      "LICENSE",
      "bunfig.toml",
      "cli",
      "config",
      "node_modules",
      "package.json",
      "src",
      "tsconfig.json",
    ]);
  });
});

describe("a checkout after npm ci --ignore-scripts", () => {
  test("runs, although Bun's own install script did not", async () => {
    const source = join(scratch, "source");
    expect(await npm(source, "ci", "--ignore-scripts", "--omit=dev")).toMatchObject({ code: 0 });
    expect(statSync(join(source, "node_modules/bun/bin/bun.exe")).size).toBeLessThan(10_000);

    const { out, code } = await run([join(source, "cli/proxy-cli"), "--version"], { cwd: elsewhere, env: plain });

    expect(code).toBe(0);
    expect(out).toContain(await version());
  });
});

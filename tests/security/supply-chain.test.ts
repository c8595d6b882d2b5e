import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { parse } from "../../scripts/source.ts";
import { run } from "../support/product-tree.ts";

setDefaultTimeout(60_000);

type Locked = {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
};

const readJson = (file: string) => JSON.parse(readFileSync(file, "utf8"));
const lock: { readonly packages: Readonly<Record<string, Locked>> } = readJson("package-lock.json");
const manifest = readJson("package.json");
const installed = Object.entries(lock.packages).filter(([path]) => path !== "");
const nameOf = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

test("S-61: every package is of one exact version, and the lock file agrees", () => {
  const wanted: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies };

  for (const [name, version] of Object.entries(wanted)) {
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
    expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
  }
});

test("S-61: the lock file knows what every package must be, and says of none where it is to be fetched", () => {
  expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  // A tool of ours for another machine than the one that the file was written on is never fetched by a user.
  const unknown = installed.filter(([, one]) => one.integrity === undefined && !(one.dev && one.optional));
  expect(unknown.map(([path]) => path)).toEqual([]);
  for (const [path, { integrity }] of installed)
    if (integrity !== undefined) expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/)]);
});

test("S-61: no package but Bun runs anything while it is installed", () => {
  const withScripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));

  expect(withScripts.filter((name) => manifest.allowScripts[name] === undefined)).toEqual([]);
  expect(Object.keys(manifest.allowScripts).filter((name) => manifest.allowScripts[name])).toEqual(["bun"]);
  expect(
    Object.keys(manifest.scripts).filter((name) => /^(pre|post)?(install|prepare|pack|publish)/.test(name)),
  ).toEqual([]);
});

test("S-62: what is packed is the source that runs, and nothing else", async () => {
  const packed = await run(["npm", "pack", "--dry-run", "--json"], {
    cwd: ".",
    env: { ...process.env, npm_config_update_notifier: "false" },
  });
  expect(packed.code).toBe(0);
  const [{ files }] = JSON.parse(packed.out) as [{ readonly files: readonly { readonly path: string }[] }];
  const paths = files.map(({ path }) => path);

  const top = ["LICENSE", "README.md", "bunfig.toml", "package.json", "tsconfig.json"];
  const config = ["config/proxy.schema.json", "config/proxy.yaml", "config/servers.yaml"];
  const others = paths.filter(
    (path) =>
      !/^(src|cli)\/[\w/.-]+\.ts$/.test(path) &&
      !/^cli\/web\/browser\/style\/[\w-]+\.css$/.test(path) &&
      !/^config\/[\w-]+\.(yaml|schema\.json)$/.test(path),
  );
  expect(others.sort()).toEqual([...top, "cli/proxy-cli", "config/cluster/nginx.conf"].sort());
  expect(paths).toEqual(expect.arrayContaining([...config, "src/main.ts", "cli/main.ts"]));
  expect(paths.filter((path) => /(\.test\.ts|\.map|\.env.*|\.log|\.db|\.pem|\.key)$/.test(path))).toEqual([]);
});

/** Every file and package that a file loads, sooner or later. */
const loadedBy = (entry: string): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } => {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    if (!path.endsWith(".ts")) return;
    for (const { target, isType } of parse(path, readFileSync(path, "utf8")).imports) {
      if (isType) continue;
      if (/^(src|cli|config|package\.json)/.test(target)) visit(target);
      else
        packages.add(
          target
            .split("/")
            .slice(0, target.startsWith("@") ? 2 : 1)
            .join("/"),
        );
    }
  };
  visit(entry);
  return { files, packages };
};

test("S-63: the daemon loads no part of its faces, and few packages", () => {
  const { files, packages } = loadedBy("src/main.ts");
  const foreign = [...packages].filter((name) => !name.startsWith("node:") && !name.startsWith("bun"));

  expect(files.size).toBeGreaterThan(50);
  expect([...files].filter((path) => path.startsWith("cli/"))).toEqual([]);
  for (const name of ["blessed", "blessed-contrib", "commander", "chalk"]) expect(foreign).not.toContain(name);
  expect(foreign.filter((name) => manifest.dependencies[name] === undefined)).toEqual([]);
  expect(foreign.length).toBeLessThanOrEqual(8);
});

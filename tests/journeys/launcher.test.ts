import { describe, expect, test } from "bun:test";
import { chmodSync, copyFileSync, existsSync, mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { hostileVariables, makeHostileProject, planted } from "../support/hostile-project.ts";
import { copyProduct, type Ran, repository, run, writeTree } from "../support/product-tree.ts";
import { scratchFolder } from "../support/scratch.ts";

const scratch = realpathSync(scratchFolder());

/** The product itself; a copy with a stand-in for as long as there is no command line. */
const product = existsSync(join(repository, "cli/main.ts"))
  ? join(repository, "cli/proxy-cli")
  : copyProduct(join(scratch, "product"), { linked: true });

/** A copy of the product whose command line only tells what it was given. */
const probe = copyProduct(join(scratch, "probe tree"), { linked: true });
writeTree(join(scratch, "probe tree"), {
  "cli/main.ts": `import { Command } from "commander";
import { z } from "zod";
console.log(JSON.stringify({
  args: process.argv.slice(2), cwd: process.cwd(), env: process.env,
  commander: new Command().name("own").name(), zod: z.string().parse("own"),
  flags: process.execArgv,
}));
process.exit(Number(process.env.EXIT_WITH ?? 0));
`,
});

type Probed = {
  readonly args: string[];
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly commander: string;
  readonly zod: string;
  readonly flags: string[];
};
const probed = ({ out, err, code }: Ran): Probed => {
  expect({ err, code }).toEqual({ err: "", code: 0 });
  return JSON.parse(out) as Probed;
};

const clean = join(scratch, "clean");
mkdirSync(clean);
const env = {
  PATH: process.env["PATH"],
  HOME: join(scratch, "home"),
  PROXY_CLI_HOME: join(scratch, "home/.proxy-cli"),
};
const marker = join(scratch, "marker");
const hostile = join(scratch, "hostile");
makeHostileProject(hostile, marker);
const hostileEnv = { ...env, PATH: `.:${env.PATH}`, ...hostileVariables(hostile) };

describe("S-01 a hostile project folder has no say", () => {
  for (const place of [hostile, join(hostile, "deeper/down")]) {
    for (const command of ["--version", "--help", "status"]) {
      test(`proxy-cli ${command} says the same in ${place.slice(scratch.length)} as elsewhere`, async () => {
        const expected = await run([product, command], { cwd: clean, env });

        const found = await run([product, command], { cwd: place, env: { ...env, PATH: `.:${env.PATH}` } });

        expect(found).toEqual(expected);
        expect(existsSync(marker)).toBe(false);
      });
    }
  }

  test("the version is the package's own", async () => {
    const { version } = await Bun.file(join(repository, "package.json")).json();

    expect((await run([product, "--version"], { cwd: hostile, env })).out).toContain(version);
  });

  test("modules come from the product's own installation", async () => {
    const found = probed(await run([probe], { cwd: hostile, env }));

    expect(found).toMatchObject({ commander: "own", zod: "own", cwd: hostile });
    expect(found.flags).toEqual([
      "--no-env-file",
      `--config=${scratch}/probe tree/bunfig.toml`,
      `--tsconfig-override=${scratch}/probe tree/tsconfig.json`,
      "--no-install",
    ]);
    expect(existsSync(marker)).toBe(false);
  });

  test("programs of the same names as its own helpers are not run", async () => {
    const link = join(scratch, "link");
    symlinkSync(probe, link);

    probed(await run([link], { cwd: hostile, env: { ...env, PATH: `${hostile}:.:${env.PATH}` } }));

    expect(existsSync(marker)).toBe(false);
  });
});

describe("S-02 foreign settings do not reach Bun", () => {
  test("nothing of the folder's .env is taken", async () => {
    const found = probed(await run([probe], { cwd: hostile, env }));

    expect(Object.keys(found.env).filter((name) => planted.includes(name))).toEqual([]);
  });

  test("variables that Bun obeys are taken away", async () => {
    const found = probed(await run([probe], { cwd: hostile, env: hostileEnv }));

    expect(
      Object.keys(found.env)
        .filter((name) => /^(BUN_|NODE_|MIMALLOC_)/.test(name))
        .sort(),
    ).toEqual(["BUN_CONFIG_MAX_HTTP_REQUESTS", "BUN_RUNTIME_TRANSPILER_CACHE_PATH"]);
    expect(found.env["BUN_RUNTIME_TRANSPILER_CACHE_PATH"]).toEndWith("/node_modules/.cache/bun");
    expect(existsSync(marker)).toBe(false);
    expect(existsSync(join(hostile, "cache"))).toBe(false);
  });

  test("proxy-cli --version is undisturbed by them", async () => {
    const expected = await run([product, "--version"], { cwd: clean, env });

    expect(await run([product, "--version"], { cwd: hostile, env: hostileEnv })).toEqual(expected);
    expect(existsSync(marker)).toBe(false);
  });

  test.each(["0", "false"])("certificate checks that are off (%s) are refused in three parts", async (value) => {
    const { out, err, code } = await run([product, "--version"], {
      cwd: clean,
      env: { ...env, NODE_TLS_REJECT_UNAUTHORIZED: value },
    });

    expect({ out, code, lines: err.trimEnd().split("\n").length }).toEqual({ out: "", code: 78, lines: 3 });
    expect(err).toMatch(/^error: .+\n.+\ntry: .+\n$/);
  });

  test("the user's own certificates and other variables stay", async () => {
    const own = { ...env, NODE_EXTRA_CA_CERTS: "/etc/hostname", HTTPS_PROXY: "http://127.0.0.1:9", FOO: "a 'b' \"c\"" };

    const found = probed(await run([probe], { cwd: clean, env: own }));

    expect(found.env).toMatchObject({ HTTPS_PROXY: own.HTTPS_PROXY, FOO: own.FOO });
  });

  test("many requests may run at once, unless the user set another limit", async () => {
    const usual = probed(await run([probe], { cwd: clean, env }));
    const chosen = probed(await run([probe], { cwd: clean, env: { ...env, BUN_CONFIG_MAX_HTTP_REQUESTS: "300" } }));

    expect(usual.env["BUN_CONFIG_MAX_HTTP_REQUESTS"]).toBe("16384");
    expect(chosen.env["BUN_CONFIG_MAX_HTTP_REQUESTS"]).toBe("300");
  });
});

describe("the launcher finds its own place", () => {
  test("through links to links, relative and absolute", async () => {
    mkdirSync(join(clean, "links/bin"), { recursive: true });
    symlinkSync("../../../probe tree/cli/proxy-cli", join(clean, "links/bin/relative"));
    symlinkSync("bin/relative", join(clean, "links/twice"));
    symlinkSync(join(clean, "links/twice"), join(clean, "links/-thrice"));

    for (const link of ["links/bin/relative", "links/twice", "./links/-thrice", join(clean, "links/-thrice")]) {
      expect(
        probed(await run([link.startsWith("/") ? link : join(".", link).replace(/^/, "./"), "a"], { cwd: clean, env }))
          .args,
      ).toEqual(["a"]);
    }
  });

  test("as a name found on PATH, also a relative one", async () => {
    symlinkSync(probe, join(clean, "own-name"));

    const found = await run(["/bin/sh", "-c", "own-name x"], { cwd: clean, env: { ...env, PATH: `.:${env.PATH}` } });

    expect(probed(found).args).toEqual(["x"]);
  });

  for (const shell of ["dash", "busybox", "bash"].filter((name) => Bun.which(name) !== null)) {
    test(`under ${shell}, with arguments as they were given`, async () => {
      const args = ["a  b", "*", "", "--", "$HOME", "it's", "line\nbreak"];

      const found = await run([...(shell === "busybox" ? [shell, "sh"] : [shell]), probe, ...args], {
        cwd: clean,
        env: hostileEnv,
      });

      expect(probed(found).args).toEqual(args);
    });
  }

  test("exit codes come back as they are", async () => {
    expect((await run([probe], { cwd: clean, env: { ...env, EXIT_WITH: "65" } })).code).toBe(65);
  });
});

describe("the launcher finds Bun", () => {
  const bare = join(scratch, "bare/node_modules/proxy-cli");
  const launcher = copyProduct(bare, { linked: false });
  writeTree(bare, { "cli/main.ts": "console.log(process.execPath)" });
  const nowhere = { ...env, PATH: clean };
  const place = (path: string): string => {
    writeTree(path, { marker: "" });
    rmSync(join(path, "marker"));
    return path;
  };

  test("and says in three parts when there is none", async () => {
    for (const PATH of [clean, "", "."]) {
      const { err, code } = await run([launcher], { cwd: hostile, env: { ...env, PATH } });

      expect(code).toBe(127);
      expect(err).toMatch(/^error: Bun.*not found\n.+\ntry: .+\n$/);
    }
    expect(existsSync(marker)).toBe(false);
  });

  test("on PATH", async () => {
    symlinkSync(process.execPath, join(place(join(scratch, "bin")), "bun"));

    const { code, out } = await run([launcher], {
      cwd: clean,
      env: { ...env, PATH: `relative:${clean}:${scratch}/bin` },
    });

    expect({ code, isBun: out.includes("bun") }).toEqual({ code: 0, isBun: true });
  });

  test("beside it, where a package manager lifts packages up", async () => {
    const bin = place(join(bare, "../bun/bin"));
    copyFileSync(process.execPath, join(bin, "bun.exe"));

    expect(await run([launcher], { cwd: clean, env: nowhere })).toEqual({
      out: `${join(bin, "bun.exe")}\n`,
      err: "",
      code: 0,
    });
  });

  test("among several builds, the one that runs, where install scripts did not run", async () => {
    writeTree(bare, {
      "../bun/bin/bun.exe": 'echo "Error: the install script was not run." >&2\nexit 1\n',
      "../@oven/bun-linux-another/bin/bun": "\u007fELF of another machine",
    });
    const right = join(place(join(bare, "../@oven/bun-linux-right/bin")), "bun");
    copyFileSync(process.execPath, right);
    for (const program of ["../bun/bin/bun.exe", "../@oven/bun-linux-another/bin/bun"])
      chmodSync(join(bare, program), 0o755);

    expect(await run([launcher], { cwd: clean, env: nowhere })).toEqual({ out: `${right}\n`, err: "", code: 0 });
  });
});

import { expect, test } from "bun:test";
import { lockFile } from "../../../src/memory/live/lock-file.ts";
import { aboutOf } from "../../support/about.ts";

const names = ["ansi-styles", "@babel/core", "chalk", "debug", "esbuild", "fast-glob"];

const spelled: Readonly<Record<string, string>> = {
  npm: JSON.stringify(
    {
      ...{ name: "demo", lockfileVersion: 3, requires: true },
      packages: Object.fromEntries(
        names.map((name) => [
          `node_modules/${name}`,
          { version: "1.2.3", resolved: "https://x/y.tgz", integrity: "sha512-x" },
        ]),
      ),
    },
    null,
    2,
  ),
  yarn: `# yarn lockfile v1\n\n${names.map((name) => `"${name}@^1.0.0":\n  version "1.2.3"\n  resolved "https://x"\n`).join("\n")}`,
  pnpm: `lockfileVersion: '9.0'\n\npackages:\n\n${names.map((name) => `  '${name}@1.2.3':\n    resolution: {integrity: sha512-x}\n`).join("\n")}`,
  cargo: names.map((name) => `[[package]]\nname = "${name}"\nversion = "1.2.3"\nchecksum = "00"\n`).join("\n"),
  go: names.map((name) => `github.com/x/${name} v1.2.3 h1:abc=\ngithub.com/x/${name} v1.2.3/go.mod h1:def=`).join("\n"),
};

test.each(Object.entries(spelled))("a lock file of %s becomes names with versions", (_kind, text) => {
  const numbered = text.split("\n").map((line, at) => `${String(at + 1).padStart(6)}→${line}`);
  for (const given of [text, numbered.join("\n")]) {
    const how = lockFile.suits(given, aboutOf({ name: "Read", does: "read" }, given));
    const told = how === null ? "" : (lockFile.apply(given, how, () => null) ?? "");
    for (const name of names) expect(told).toContain(name);
    expect(told).toContain("1.2.3");
    expect(told).toMatch(
      /\n\[6 packages locked; the rest of the lock file left out: proxy-cli memory show m_\w{10}\]$/,
    );
  }
});

test("aggressive names fewer", () => {
  const text = Array.from({ length: 90 }, (_, at) => `[[package]]\nname = "a${at}"\nversion = "1.0.0"\n`).join("\n");
  const how = lockFile.suits(text, aboutOf(null, text, "aggressive"));
  expect(how === null ? "" : lockFile.apply(text, how, () => null)).toContain(
    "90 packages locked, the first 40 named;",
  );
});

test("a file that only speaks of packages is none", () => {
  expect(lockFile.suits("Use [[package]] in Cargo.lock.", aboutOf())).toBeNull();
});

import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exitCodes } from "../../../cli/exit-codes.ts";
import { bunCommand } from "../../support/daemon.ts";
import { type Corner, newCorner, runProgram } from "../../support/program.ts";
import { has } from "../../support/shells.ts";
import { until } from "../../support/wait.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("into a pipe the manual is roff, and JSON for programs", async () => {
  const { out, code } = await corner.cli(["man"]);

  expect(code).toBe(0);
  expect(out).toStartWith(".TH PROXY\\-CLI 1");
  expect(JSON.parse((await corner.cli(["man", "--json"])).out).page).toBe(out.trimEnd());
});

test.skipIf(!has("groff", "the manual page in it"))("groff finds nothing wrong with it", async () => {
  const { out } = await corner.cli(["man"]);
  const ran = await runProgram(["groff", "-man", "-Tascii", "-ww"], corner.env, corner.folder, out);

  expect(ran).toMatchObject({ code: 0, err: "" });
  const read = ran.out.replaceAll(/.\u0008/g, "");
  for (const part of ["SYNOPSIS", "EXIT STATUS", "ENVIRONMENT", "FILES", "SEE ALSO"])
    expect(read).toContain(`\n${part}`);
  for (const { code } of exitCodes) expect(read).toMatch(new RegExp(`^ +${code} `, "m"));
  expect(read).toMatch(/PROXY_CLI_HOME[\s\S]*NO_COLOR[\s\S]*servers\.yaml/);
});

test.skipIf(!has("man", "the manual page in it"))("man shows it as wide as one likes", async () => {
  const file = join(corner.folder, "proxy-cli.1");
  writeFileSync(file, (await corner.cli(["man"])).out);
  for (const width of [60, 100]) {
    const ran = await runProgram(
      ["man", "--warnings", file],
      { ...corner.env, MANWIDTH: String(width) },
      corner.folder,
    );

    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toContain("switch-upstream");
  }
});

test("at a terminal the system's reader gets it, with the pager of its person", async () => {
  const man = join(corner.folder, "man");
  writeFileSync(man, '#!/bin/sh\necho "reading $1:"; head -n 1 "$1"\n');
  chmodSync(man, 0o755);
  const seen: string[] = [];
  const child = Bun.spawn([...bunCommand("cli/main.ts"), "man"], {
    env: { ...corner.env, PATH: `${corner.folder}:${corner.env["PATH"]}` },
    terminal: { cols: 80, rows: 24, data: (_, bytes) => void seen.push(Buffer.from(bytes).toString()) },
  });

  expect(await child.exited).toBe(0);
  await until("it was read", () => /reading \S+\/proxy-cli\.1:\s+\.TH PROXY/.test(seen.join("")));
  child.terminal?.close();
});

import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeTree } from "../../support/product-tree.ts";
import { type Corner, newCorner } from "../../support/program.ts";

let corner: Corner;
let user: string;
let calls: string;

/** A system whose systemctl and journalctl only write down how they were called. */
beforeEach(() => {
  corner = newCorner();
  user = corner.env["HOME"] ?? "";
  calls = join(user, "calls");
  for (const name of ["systemctl", "journalctl"])
    writeTree(join(user, "system"), { [name]: `#!/bin/sh\necho "${name} $*" >>'${calls}'\necho "said by ${name}"\n` });
  for (const name of ["systemctl", "journalctl"]) chmodSync(join(user, "system", name), 0o755);
});
afterEach(() => corner.leave());

const unitFile = (): string => join(user, ".config/systemd/user/proxy-cli.service");
const called = (): string[] => (existsSync(calls) ? readFileSync(calls, "utf8").trimEnd().split("\n") : []);
const service = (...words: string[]) =>
  corner.cli(["service", ...words], { PATH: `${join(user, "system")}:${corner.env["PATH"]}`, PROXY_PORT: "7123" });

const onLinux = test.skipIf(process.platform !== "linux");

onLinux(
  "install writes the unit and the file of variables, and has systemd start it; uninstall takes it away",
  async () => {
    mkdirSync(corner.home, { mode: 0o700 });
    writeFileSync(join(corner.home, "servers.yaml"), "cn: { api_key: '${MY_KEY}' }\n", { mode: 0o600 });

    const installed = await service("install");
    const variables = join(corner.home, "service.env");

    expect(installed).toMatchObject({ code: 0, err: "" });
    expect(installed.out).toContain("MY_KEY: write its value into");
    expect(readFileSync(unitFile(), "utf8")).toContain(`PROXY_CLI_HOME=${corner.home}`);
    expect(readFileSync(variables, "utf8")).toContain('PROXY_PORT="7123"');
    expect(statSync(variables).mode & 0o777).toBe(0o600);
    expect(called()).toEqual(["systemctl --user daemon-reload", "systemctl --user enable --now proxy-cli.service"]);

    writeFileSync(variables, "MY_KEY=mine\n", { mode: 0o600 });
    await service("install");
    expect(readFileSync(variables, "utf8")).toBe("MY_KEY=mine\n");

    const gone = await service("uninstall");
    expect(gone.code).toBe(0);
    expect(called()).toContain("systemctl --user disable --now proxy-cli.service");
    expect([existsSync(unitFile()), existsSync(variables)]).toEqual([false, true]);
    expect((await service("uninstall")).out).toContain("is not installed");
  },
);

onLinux("--print shows both files and writes nothing", async () => {
  const { out, code } = await service("install", "--print");

  expect(code).toBe(0);
  expect(out).toContain(`# ${unitFile()}\n`);
  expect(out).toContain("ExecStart=");
  expect([existsSync(unitFile()), existsSync(corner.home), called()]).toEqual([false, false, []]);
});

onLinux("status and logs are those of systemd, by its programs' absolute paths", async () => {
  expect(await service("status")).toMatchObject({ code: 3 });
  await service("install");

  const status = await service("status");
  const logs = await service("logs", "-n", "7");

  expect(status).toMatchObject({ code: 0, out: "said by systemctl\n" });
  expect(logs.out).toBe("said by journalctl\n");
  expect(called().slice(-2)).toEqual([
    "systemctl --user --no-pager status proxy-cli.service",
    "journalctl --user --no-pager --unit proxy-cli.service --lines 7",
  ]);
});

onLinux("a program is told whether it is there and runs, and nothing of the system's own words", async () => {
  const json = async (...words: string[]) => {
    const { out, code } = await service(...words, "--json");
    return { code, ...JSON.parse(out) };
  };
  const name = "proxy-cli.service";

  expect(await json("status")).toMatchObject({ code: 3, name, installed: false, running: false });
  expect((await json("install", "--print")).files[0]).toMatchObject({ path: unitFile() });
  expect(await json("install")).toMatchObject({ code: 0, schema: 1, name, installed: true, running: true });
  expect(await json("status")).toMatchObject({ code: 0, installed: true, running: true });
  expect(await json("uninstall")).toMatchObject({ code: 0, installed: false, running: false });
  expect(await json("uninstall")).toMatchObject({ code: 0, installed: false });
});

onLinux("S-04: programs of the folder one is in are not run, whatever PATH says", async () => {
  const marker = join(corner.folder, "marker");
  for (const name of ["systemctl", "journalctl", "tail", "launchctl"]) {
    writeTree(corner.folder, { [name]: `#!/bin/sh\necho ${name} >>'${marker}'\n` });
    chmodSync(join(corner.folder, name), 0o755);
  }

  const ran = await corner.cli(["service", "install"], { PATH: `.::${join(user, "nothing")}` });

  expect(existsSync(marker)).toBe(false);
  expect(ran.code).toBe(69);
  expect(ran.err).toContain("systemctl is not on this machine");
});

test("what is not known is told with what is", async () => {
  const { code, err } = await service("reinstall");

  expect(code).toBe(2);
  expect(err).toContain("known: install, uninstall, status, logs");
});

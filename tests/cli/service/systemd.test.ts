import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentFile, systemdUnit } from "../../../cli/service/systemd.ts";
import { run } from "../../support/product-tree.ts";
import { scratchFolder } from "../../support/scratch.ts";

const facts = {
  launcher: "/opt/my tools/100%/cli/proxy-cli",
  home: '/home/u/odd "home"\\',
  variables: { PROXY_PORT: "7000", ODD: 'a "b" $HOME `c` \\' },
  secretNames: ["WORK_KEY"],
};
const unit = systemdUnit({ ...facts, variablesFile: "/home/u/100%/service.env" });
const lines = unit.split("\n");

test("V17 the unit runs the launcher, is stopped gently, and comes back", () => {
  expect(lines).toContain(
    'ExecStart="/opt/my tools/100%%/cli/proxy-cli" start --foreground --supervise --fail-if-running',
  );
  expect(lines).toContain('Environment="PROXY_CLI_HOME=/home/u/odd \\"home\\"\\\\"');
  expect(lines).toContain("EnvironmentFile=-/home/u/100%%/service.env");
  for (const line of ["KillMode=mixed", "Restart=on-failure", "WantedBy=default.target"]) expect(lines).toContain(line);
});

test("D-25 the unit allows many connections and no core file, and takes away what is not needed", () => {
  for (const line of ["LimitNOFILE=65536", "LimitCORE=0", "UMask=0077", "NoNewPrivileges=yes"])
    expect(lines).toContain(line);
});

test("its variables are in a file of their own, with room for the keys that servers.yaml refers to", () => {
  expect(environmentFile(facts).split("\n").slice(1)).toEqual([
    'PROXY_PORT="7000"',
    'ODD="a \\"b\\" \\$HOME \\`c\\` \\\\"',
    "#WORK_KEY=",
    "",
  ]);
});

test.skipIf(Bun.which("systemd-analyze") === null)("systemd itself finds nothing to say against it", async () => {
  const file = join(scratchFolder(), "proxy-cli-check.service");
  writeFileSync(file, systemdUnit({ ...facts, launcher: "/bin/true", variablesFile: "/nowhere/service.env" }));

  const { out, err, code } = await run(["systemd-analyze", "verify", file], { cwd: "/", env: process.env });

  expect((out + err).split("\n").filter((line) => line.includes("proxy-cli-check"))).toEqual([]);
  expect(code).toBe(0);
});

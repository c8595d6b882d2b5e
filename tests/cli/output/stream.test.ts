import { expect, test } from "bun:test";
import { bunCommand } from "../../support/daemon.ts";

test("a reader that leaves early ends the command quietly", async () => {
  const command = bunCommand("cli/main.ts")
    .map((word) => `'${word}'`)
    .join(" ");
  const child = Bun.spawn(["bash", "-c", `${command} --help | head -1; echo "\${PIPESTATUS[0]}"`], {
    stdout: "pipe",
    stderr: "pipe",
  });

  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()]);

  expect(out.trim().split("\n").at(-1)).toBe("0");
  expect(err).toBe("");
});

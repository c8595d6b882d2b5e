import { expect, test } from "bun:test";
import { join } from "node:path";

const script = `
  const { forbidCoreDumps } = await import(${JSON.stringify(join(import.meta.dir, "../../src/lib/core-dumps.ts"))});
  await forbidCoreDumps();
  console.log(/^Max core file size.*$/m.exec(await Bun.file("/proc/self/limits").text())[0]);
`;

test.skipIf(process.platform !== "linux")(
  "D-25: after that the system writes no core file of this process",
  async () => {
    const child = Bun.spawn(
      ["/bin/sh", "-c", 'ulimit -S -c unlimited 2>/dev/null; exec "$@"', "sh", process.execPath, "-e", script],
      {
        stdout: "pipe",
      },
    );

    expect((await child.stdout.text()).trim().split(/\s{2,}/)).toEqual(["Max core file size", "0", "0", "bytes"]);
  },
);

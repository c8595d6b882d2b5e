import { describe, expect, test } from "bun:test";
import { networkInterfaces } from "node:os";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { runProgram } from "../support/program.ts";

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));
const curl = Bun.which("curl");
if (!hasIpv6) console.warn("SKIPPED: this machine has no ::1.");
if (curl === null) console.warn("SKIPPED: curl is not installed.");

/** Asks at `localhost` on a machine where that name has both addresses, as a client that tries one after the other does. */
const askLocalhost = ({ port }: Pick<TestDaemon, "port">) =>
  runProgram(
    [curl ?? "", "-sS", "--resolve", `localhost:${port}:[::1],127.0.0.1`, `http://localhost:${port}/health`],
    { PATH: process.env["PATH"] ?? "" },
    "/",
  );
const otherAt = (hostname: string) =>
  Bun.serve({ hostname, port: 0, reusePort: false, fetch: () => new Response("other") });

describe.skipIf(!hasIpv6)("D-12: it listens at the one address that it was told, and at no other", () => {
  test("::1 works as 127.0.0.1 does, also when a program holds the port on 127.0.0.1", async () => {
    const other = otherAt("127.0.0.1");
    const daemon = await startDaemon({ flags: { "server.host": "::1", "server.port": String(other.port) } });

    expect(daemon.url).toBe(`http://[::1]:${other.port}`);
    expect(await (await fetch(`${daemon.url}/health`)).json()).toMatchObject({ status: "ok" });
    expect(await (await fetch(`http://127.0.0.1:${other.port}/health`)).text()).toBe("other");
    expect((await daemon.control.status({})).warnings.join()).not.toContain("EXPOSED");
    await daemon.stop();
    await other.stop(true);
  });

  test("a program that holds the port on ::1 does not keep it from 127.0.0.1", async () => {
    const other = otherAt("::1");
    const daemon = await startDaemon({ flags: { "server.port": String(other.port) } });

    expect(daemon.url).toBe(`http://127.0.0.1:${other.port}`);
    expect(await (await fetch(`${daemon.url}/health`)).json()).toMatchObject({ status: "ok" });
    await daemon.stop();
    await other.stop(true);
  });

  test("nobody answers at the other address, so that a client goes on to the right one", async () => {
    for (const [host, elsewhere] of [
      ["127.0.0.1", "[::1]"],
      ["::1", "127.0.0.1"],
    ] as const) {
      const daemon = await startDaemon({ flags: { "server.host": host } });
      const asked = await fetch(`http://${elsewhere}:${daemon.port}/health`).catch((error: unknown) => error);

      expect(asked).toBeInstanceOf(Error);
      await daemon.stop();
    }
  });

  for (const host of ["127.0.0.1", "::1"]) {
    test.skipIf(curl === null)(`clients that say localhost reach ${host}, whichever they try first`, async () => {
      const daemon = await startDaemon({ flags: { "server.host": host } });
      const { code, out, err } = await askLocalhost(daemon);

      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(JSON.parse(out)).toMatchObject({ status: "ok" });
      await daemon.stop();
    });
  }
});

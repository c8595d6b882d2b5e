import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { controlOf, newCorner, runProgram } from "../support/program.ts";

const corner = newCorner();
const script = join(import.meta.dir, "../support/sdk-program.ts");
const command = (sdk: string) => [process.execPath, script, sdk];
beforeAll(async () => {
  const { code, err } = await corner.cli(["start", "--upstream", "simulator"]);
  if (code !== 0) throw new Error(err);
});
afterAll(() => corner.leave());

const latest = async () => (await controlOf(corner).recent({ limit: 1 }))[0];

describe.each([
  ["anthropic", "/v1/messages", { ANTHROPIC_API_KEY: "sk-ant-simulated-0000" }],
  ["openai", "/v1/chat/completions", { OPENAI_API_KEY: "sk-simulated-0000" }],
  ["google", "/v1beta/models/gemini-2.5-flash:generateContent", { GEMINI_API_KEY: "g-simulated-0000" }],
])("the %s SDK with nothing but its environment", (sdk, path, key) => {
  test("X-11 run: what it asks comes through the proxy, without a key of its own too", async () => {
    const ran = await corner.cli(["run", "--", ...command(sdk)]);

    expect(ran).toMatchObject({ code: 0, out: `from ${sdk}\n` });
    expect(await latest()).toMatchObject({ path, status: 200, upstream: "simulator" });
  });

  test("X-11 env: a shell that has evaluated it brings it to the proxy", async () => {
    const before = (await controlOf(corner).status({})).tally.accepted;
    const { out } = await corner.cli(["env", "--for", "sdk", "--shell", "bash"]);

    const ran = await runProgram(
      ["/bin/sh", "-c", 'eval "$1"; shift; exec "$@"', "sh", out, ...command(sdk)],
      { ...corner.env, ...key },
      corner.folder,
    );

    expect(ran).toMatchObject({ code: 0, out: `from ${sdk}\n` });
    expect((await controlOf(corner).status({})).tally.accepted).toBe(before + 1);
  });
});

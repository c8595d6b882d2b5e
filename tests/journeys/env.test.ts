import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { controlOf, newCorner, runProgram } from "../support/program.ts";

const corner = newCorner();
const down = newCorner();
let url = "";
beforeAll(async () => {
  const { code, err } = await corner.cli(["start", "--upstream", "simulator"]);
  if (code !== 0) throw new Error(err);
  url = (await controlOf(corner).status({})).url;
});
afterAll(() => Promise.all([corner.leave(), down.leave()]));

const exported = (shell: string, text: string, names: readonly string[], more: Record<string, string> = {}) =>
  runProgram(
    [
      shell,
      "-c",
      `eval "$1"; for n in ${names.join(" ")}; do eval "printf '%s=%s\\n' $n \\"\\$$n\\""; done`,
      "sh",
      text,
    ],
    { ...corner.env, ...more },
    corner.folder,
  );

describe("env", () => {
  test("a shell that evaluates it has the base URLs of the running daemon", async () => {
    const { code, out, err } = await corner.cli(["env", "--shell", "bash"]);
    const shell = await exported("/bin/sh", out, ["ANTHROPIC_BASE_URL", "OPENAI_BASE_URL", "GOOGLE_GEMINI_BASE_URL"]);

    expect([code, err, shell.err]).toEqual([0, "", ""]);
    expect(shell.out).toBe(`ANTHROPIC_BASE_URL=${url}\nOPENAI_BASE_URL=${url}/v1\nGOOGLE_GEMINI_BASE_URL=${url}\n`);
  });

  test("--unset takes all of it back", async () => {
    const { out } = await corner.cli(["env", "--unset", "--shell", "bash"]);
    const before = { ANTHROPIC_BASE_URL: url, OPENAI_BASE_URL: `${url}/v1`, GOOGLE_GEMINI_BASE_URL: url };
    const shell = await exported("/bin/sh", out, Object.keys(before), before);

    expect(shell.out).toBe("ANTHROPIC_BASE_URL=\nOPENAI_BASE_URL=\nGOOGLE_GEMINI_BASE_URL=\n");
  });

  test.each([
    ["claude", ["ANTHROPIC_BASE_URL"]],
    ["codex", ["OPENAI_BASE_URL"]],
    ["gemini", ["GOOGLE_GEMINI_BASE_URL"]],
    ["cursor", ["OPENAI_BASE_URL"]],
    ["sdk", ["ANTHROPIC_BASE_URL", "OPENAI_BASE_URL", "GOOGLE_GEMINI_BASE_URL"]],
  ])("--for %s has what that needs and no more", async (tool, names) => {
    const { out } = await corner.cli(["env", "--for", tool, "--shell", "zsh"]);

    expect([...out.matchAll(/^export (\w+)=/gm)].map(([, name]) => name)).toEqual(names);
  });

  test("fish and PowerShell get their own words", async () => {
    expect((await corner.cli(["env", "--shell", "fish", "--for", "claude"])).out).toContain(
      `set -gx ANTHROPIC_BASE_URL '${url}'`,
    );
    expect((await corner.cli(["env", "--shell", "pwsh", "--for", "claude"])).out).toContain(
      `$env:ANTHROPIC_BASE_URL = '${url}'`,
    );
    expect((await corner.cli(["env", "--shell", "fish", "--unset"])).out).toContain("set -e ANTHROPIC_BASE_URL");
  });

  test("a key is never in it; the local token only when it is asked for", async () => {
    const secrets = { ANTHROPIC_API_KEY: "sk-ant-mine-000000000000", OPENAI_API_KEY: "sk-mine-0000000000000000" };
    const token = readFileSync(join(corner.home, "token"), "utf8").trim();

    const plain = await corner.cli(["env"], secrets);
    const withToken = await corner.cli(["env", "--with-token"], secrets);

    expect(plain.out).not.toMatch(/KEY|TOKEN|pxy_|sk-/);
    expect(withToken.out).toContain(`export OPENAI_API_KEY=${token}`);
    expect(withToken.out).not.toContain("sk-");
  });

  test("a company's HTTP proxy is kept away from this machine's address, and what was excepted stays so", async () => {
    const { out } = await corner.cli(["env", "--shell", "bash"], {
      HTTPS_PROXY: "http://proxy.example:3128",
      NO_PROXY: "corp.example",
    });

    expect(out).toContain("export NO_PROXY=corp.example,127.0.0.1,localhost");
  });

  test("a shell or a tool that nobody knows is told, with nothing on stdout", async () => {
    const shell = await corner.cli(["env", "--shell", "tcsh"]);
    const tool = await corner.cli(["env", "--for", "emacs"]);

    expect([shell.code, shell.out, tool.code, tool.out]).toEqual([2, "", 2, ""]);
    expect(tool.err).toContain("claude, codex, gemini, cursor, sdk");
  });
});

test("while the daemon is down it tells the configured port, and says so beside it", async () => {
  const { code, out, err } = await down.cli(["env", "--shell", "bash"], { PROXY_PORT: "7418" });
  const free = await down.cli(["env"]);

  expect([code, err]).toEqual([0, "note: the proxy is not running yet; start it with: proxy-cli start\n"]);
  expect(out).toContain("export ANTHROPIC_BASE_URL=http://127.0.0.1:7418\n");
  expect([free.code, free.out]).toEqual([3, ""]); // port 0 is known only after a start
});

test("a tool that is none is told the ones there are, whatever it is called", async () => {
  expect(await corner.cli(["env", "--for", "toString"])).toMatchObject({ code: 2, out: "" });
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RequestSummary } from "../../src/core/notice.ts";
import { agentsAreWanted, installAgents, jsonLines, prefix } from "../support/agents.ts";
import { type Corner, controlOf, newCorner, type Ran, runProgram } from "../support/program.ts";

const question = "Run a shell command please";

let corner: Corner;

const throughProxy = (words: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  corner.cli(["run", "--receipt", "--", ...words], {
    IS_SANDBOX: "1",
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    ...more,
  });

const rowsOf = async (client: string): Promise<readonly RequestSummary[]> =>
  (await controlOf(corner).recent({ limit: 50 })).filter((row) => row.client === client).reverse();

const tell = (agent: string, facts: readonly string[], rows: readonly RequestSummary[]): void => {
  const table = rows.map(
    ({ id, path, model, status, outcome, bytesIn, bytesOut, ttftMs }) =>
      `  ${id} ${path} ${model} ${status} ${outcome} in ${bytesIn} out ${bytesOut} first ${ttftMs?.toFixed(1)} ms`,
  );
  console.log([`${agent}:`, ...facts.map((fact) => `  ${fact}`), ...table].join("\n"));
};

describe.skipIf(!agentsAreWanted)("real agents, one tool round trip each", () => {
  beforeAll(async () => {
    await installAgents(["claude", "codex", "gemini", "opencode"]);
    corner = newCorner();
    const { code, err } = await corner.cli(["start", "--upstream", "simulator"]);
    if (code !== 0) throw new Error(err);
  }, 300_000);
  afterAll(() => corner.leave());

  test("X-11 Claude Code asks, runs the tool that it is told to, and reads the answer", async () => {
    const program = join(prefix, "node_modules/.bin/claude");
    const words = ["-p", question, "--output-format", "stream-json", "--verbose", "--allowedTools", "Bash"];

    const { code, out, err } = await throughProxy([program, ...words]);
    const blocks = jsonLines(out).flatMap(({ message }) => message?.content ?? []);
    const call = blocks.find(({ type }) => type === "tool_use");
    const result = blocks.find(({ type }) => type === "tool_result");
    const end = jsonLines(out).find(({ type }) => type === "result");
    const rows = await rowsOf("claude-cli");

    tell(
      "claude-code 2.1.329",
      [
        `exit ${code}; ${err.trim()}`,
        `sent: ${question}`,
        `tool call: ${call?.name} ${JSON.stringify(call?.input)}`,
        `tool result: ${result?.content}`,
        `final text: ${JSON.stringify(end?.result)}`,
      ],
      rows,
    );
    expect(code).toBe(0);
    expect(call?.name).toBe("Bash");
    expect(result?.content).toBe("simulated-ok");
    expect(end?.result).toContain("The tool answered: simulated-ok");
    // It tries a field that the vendor may refuse, and does without it then.
    expect(rows.filter(({ status }) => status !== 400).map(({ status, outcome }) => [status, outcome])).toEqual([
      [200, "--"],
      [200, "--"],
    ]);
  }, 120_000);

  test("X-11 Codex does the same, at once and without a WebSocket", async () => {
    const program = join(prefix, "node_modules/.bin/codex");
    const settings = ["-c", 'approval_policy="never"', "-c", 'sandbox_mode="danger-full-access"'];
    const words = ["exec", "--skip-git-repo-check", "--json", "-m", "gpt-5-codex", ...settings, question];

    const { code, out, err } = await throughProxy([program, ...words]);
    const items = jsonLines(out).flatMap(({ type, item }) => (type === "item.completed" ? [item] : []));
    const call = items.find(({ type }) => type === "command_execution");
    const said = items.findLast(({ type }) => type === "agent_message");
    const rows = await rowsOf("codex_exec");

    tell(
      "codex 0.169.0",
      [
        `exit ${code}; ${err.trim().split("\n")[0]}`,
        `sent: ${question}`,
        `tool call: ${call?.command} -> exit ${call?.exit_code}, ${JSON.stringify(call?.aggregated_output)}`,
        `final text: ${JSON.stringify(said?.text)}`,
      ],
      rows,
    );
    expect(code).toBe(0);
    expect(call?.aggregated_output).toContain("simulated-ok");
    expect(said?.text).toContain("The tool answered:");
    expect(rows.map(({ status, outcome }) => [status, outcome])).toEqual([
      [200, "--"],
      [200, "--"],
    ]);
    expect((await controlOf(corner).status({})).tally.refused).toBe(0);
  }, 120_000);

  test("X-11 Gemini CLI and opencode come through the proxy, each with a receipt of its own requests alone", async () => {
    const home = corner.env["HOME"] ?? "";
    mkdirSync(join(home, ".gemini"), { recursive: true });
    writeFileSync(join(home, ".gemini/settings.json"), '{"security":{"auth":{"selectedType":"gemini-api-key"}}}');
    const gemini = [join(prefix, "node_modules/.bin/gemini"), "-p", "say 12 words"];
    const opencode = [
      join(prefix, "node_modules/opencode-linux-x64/bin/opencode"),
      "run",
      "-m",
      "anthropic/claude-sonnet-4-5",
    ];
    const quiet = { OPENCODE_DISABLE_MODELS_FETCH: "1", OPENCODE_DISABLE_AUTOUPDATE: "1" };

    const [one, other] = await Promise.all([
      throughProxy(gemini, { GEMINI_CLI_TRUST_WORKSPACE: "true" }),
      throughProxy([...opencode, "say 12 words"], quiet),
    ]);

    tell("gemini and opencode", [one.err.trim(), other.err.trim()], []);
    for (const { code, out } of [one, other]) {
      expect(code).toBe(0);
      expect(out).toContain("the quick proxy reads every word");
    }
    for (const [name, { err }] of [
      ["gemini", one],
      ["opencode", other],
    ] as const) {
      expect(err).toMatch(new RegExp(`proxy-cli: ${name}, \\d+s, \\d+ requests?$`, "m"));
      expect(err).toMatch(/^ {2}slowest .* r_\w+$/m);
    }
  }, 120_000);

  test("Codex with the provider that it brings along talks over one WebSocket, turn after turn", async () => {
    const { url } = await controlOf(corner).status({});
    const program = join(prefix, "node_modules/.bin/codex");
    const settings = [`openai_base_url="${url}/v1"`, 'approval_policy="never"', 'sandbox_mode="danger-full-access"'];
    const words = ["exec", "--skip-git-repo-check", "--json", "-m", "gpt-5-codex"];
    const before = (await rowsOf("codex_exec")).length;

    const command = [program, ...words, ...settings.flatMap((setting) => ["-c", setting]), question];
    const { code, out } = await runProgram(
      command,
      { ...corner.env, CODEX_API_KEY: "sk-simulated-0000" },
      corner.folder,
    );
    const said = jsonLines(out).findLast(({ item }) => item?.type === "agent_message")?.item;
    const rows = (await rowsOf("codex_exec")).slice(before);

    tell("codex 0.169.0, its own provider", [`exit ${code}`, `final text: ${JSON.stringify(said?.text)}`], rows);
    expect(code).toBe(0);
    expect(said?.text).toContain("The tool answered:");
    expect(rows.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual(["GET /v1/responses 101"]);
  }, 120_000);
});

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RequestSummary } from "../../src/core/notice.ts";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { agentsAreWanted, installAgents, jsonLines, prefix } from "../support/agents.ts";
import { vendorFormats } from "../support/formats-apart.ts";
import { type Corner, controlOf, newCorner, type Ran } from "../support/program.ts";

const question = "Run a shell command please";

let corner: Corner;
let vendor: ListeningSimulator;

/** What each agent is started with. */
const agents = {
  claude: ["claude", "-p", question, "--output-format", "stream-json", "--verbose", "--allowedTools", "Bash"],
  codex: [
    ...["codex", "exec", "--skip-git-repo-check", "--json", "-m", "gpt-5-codex"],
    ...["-c", 'approval_policy="never"', "-c", 'sandbox_mode="danger-full-access"', question],
  ],
  gemini: ["gemini", "-p", question, "--yolo", "--output-format", "json"],
} as const;

const run = ([program, ...words]: readonly string[]): Promise<Ran> =>
  corner.cli(["run", "--", join(prefix, "node_modules/.bin", program ?? ""), ...words], {
    IS_SANDBOX: "1",
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    GEMINI_CLI_TRUST_WORKSPACE: "true",
  });

const rows = async (): Promise<readonly RequestSummary[]> =>
  (await controlOf(corner).recent({ limit: 50 })).toReversed();

/** The last thing that an agent said, from whatever it prints. */
const saidIn = (out: string): string => {
  const lines = jsonLines(out);
  const claude = lines.find(({ type }) => type === "result")?.result;
  const codex = lines.findLast(({ item }) => item?.type === "agent_message")?.item?.text;
  return claude ?? codex ?? out;
};

/** Vendors with ways of their own, and what their models are called in place of the agents'. */
const vendors: Readonly<Record<string, string>> = {
  openai: "gpt-5.4",
  anthropic: "claude-sonnet-5",
  google: "gemini-3.1-pro-preview",
  mistral: "mistral-medium-latest",
  zai: "glm-4.7",
};

/** An upstream for each format, which speaks that one alone, and one for each kind of vendor. */
const serversAt = (url: string): string =>
  [
    ...vendorFormats.map((format) => `as-${format}: { endpoints: { ${format}: "${url}" }, type: simulator }\n`),
    ...Object.keys(vendors).map(
      (type) => `like-${type}: { endpoint: "${url}", type: ${type}, api_key: key-of-ours }\n`,
    ),
  ].join("");

const modelsThere = `models:\n${Object.entries(vendors)
  .map(([type, model]) => `  like-${type}: { "claude-*": ${model}, "gpt-*": ${model}, "gemini-*": ${model} }\n`)
  .join("")}`;

const places = [
  ...vendorFormats.map((format) => `as-${format}`),
  ...Object.keys(vendors).map((type) => `like-${type}`),
];

/**
 * Gemini CLI asks for JSON, which z.ai gives in Anthropic's format only to who says so in words, and sends no thoughts back: the
 * simulator does not read words, and holds whoever speaks that format to Anthropic's rule of thoughts.
 */
const isBeyondTheSimulator = (agent: string, place: string): boolean => agent === "gemini" && place === "like-zai";

describe.skipIf(!agentsAreWanted)("real agents at vendors of every format and kind", () => {
  beforeAll(async () => {
    await installAgents(["claude", "codex", "gemini"]);
    corner = newCorner();
    vendor = listenSimulator();
    mkdirSync(corner.home, { recursive: true, mode: 0o700 });
    writeFileSync(join(corner.home, "servers.yaml"), serversAt(vendor.url), { mode: 0o600 });
    writeFileSync(join(corner.home, "config.yaml"), modelsThere, { mode: 0o600 });
    const user = corner.env["HOME"] ?? "";
    mkdirSync(join(user, ".gemini"), { recursive: true });
    writeFileSync(join(user, ".gemini/settings.json"), '{"security":{"auth":{"selectedType":"gemini-api-key"}}}');
    const { code, err } = await corner.cli(["start", "--upstream", "as-anthropic"]);
    if (code !== 0) throw new Error(err);
  }, 300_000);
  afterAll(async () => {
    await corner.leave();
    await vendor.stop();
  });

  for (const place of places)
    for (const [name, words] of Object.entries(agents).filter(([name]) => !isBeyondTheSimulator(name, place)))
      test(`X-11 ${name} asks, runs the tool that it is told to, and reads the answer at ${place}`, async () => {
        const before = new Set((await rows()).map(({ id }) => id));
        await corner.cli(["switch-upstream", place, "--force"]);

        const { code, out, err } = await run(words);
        const seen = (await rows()).filter(({ id }) => !before.has(id));

        console.log(`${name} at ${place}: exit ${code}; ${saidIn(out).slice(0, 200)}\n${err.slice(0, 500)}`);
        for (const { path, model, status, outcome, inputTokens, outputTokens } of seen)
          console.log(`  ${path} ${model} ${status} ${outcome} in ${inputTokens} out ${outputTokens}`);
        expect(code).toBe(0);
        expect(saidIn(out)).toContain("The tool answered:");
        expect(saidIn(out)).toContain("simulated-ok");
        expect(seen.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(2);
      }, 120_000);
});

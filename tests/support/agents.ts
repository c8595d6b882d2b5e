import { existsSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "./program.ts";

/** The real agents, from npm: 400 MB and somebody else's programs, so only who asks for them gets them. */
export const agentsAreWanted = process.env["PROXY_AGENTS"] === "1";

/** Where they are installed. */
export const prefix = process.env["PROXY_AGENTS_PREFIX"] ?? "/tmp/agents";

const packages = {
  claude: "@anthropic-ai/claude-code@2.1.329",
  codex: "@openai/codex@0.169.0",
  gemini: "@google/gemini-cli@0.61.0",
  opencode: "opencode-linux-x64@1.18.33", // what opencode-ai brings along after it is installed
} as const;

/** An agent that can be installed. */
export type Agent = keyof typeof packages;

if (!agentsAreWanted)
  console.warn("SKIPPED: the real agents. Run them with PROXY_AGENTS=1 (installs into /tmp/agents).");

/** Installs those of these that are not there. */
export const installAgents = async (wanted: readonly Agent[]): Promise<void> => {
  const isThere = (name: string): boolean =>
    existsSync(join(prefix, "node_modules", name.slice(0, name.lastIndexOf("@"))));
  const missing = wanted.map((agent) => packages[agent]).filter((name) => !isThere(name));
  if (missing.length === 0) return;
  const npm = ["npm", "install", "--no-audit", "--no-fund", "--prefix", prefix, ...missing];
  const { code, err } = await runProgram(
    npm,
    { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "/tmp" },
    "/",
  );
  if (code !== 0) throw new Error(`npm install failed: ${err}`);
};

/** What an agent printed, a JSON object a line. */
export const jsonLines = (text: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => {
      try {
        return JSON.parse(line);
      } catch {
        return {}; // the first line of an object over several
      }
    });

import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";
import { visible } from "../output/visible.ts";
import { defineCheck, type Finding, ok, unchecked } from "./check.ts";

type Found = { readonly program: string; readonly version: string | null };

const programs = ["claude", "codex", "gemini"];

/** Which tools are here, and how each is led through the proxy. */
export const judgeTools = (found: readonly Found[]): readonly Finding[] => {
  if (found.length === 0) return [unchecked(`tools: none of ${programs.join(", ")} is on PATH`)];
  const [first] = found;
  const list = found.map(({ program, version }) => (version === null ? program : `${program} ${version}`)).join(", ");
  return [{ ...ok(`tools: ${list}`), next: `proxy-cli run -- ${first?.program ?? "claude"}` }];
};

export default defineCheck({
  name: "tools",
  look: async ({ context: { env } }): Promise<readonly Found[]> => {
    const there = programs.flatMap((program) => {
      const path = pathOf(program, env["PATH"] ?? "");
      return path === null ? [] : [{ program, path }];
    });
    return Promise.all(there.map(async ({ program, path }) => ({ program, version: await versionOf(path, env) })));
  },
  judge: judgeTools,
});

/** Only absolute entries of PATH: a relative one means this folder, and this folder may be a stranger's. */
const pathOf = (program: string, path: string): string | null =>
  path
    .split(":")
    .filter((folder) => folder.startsWith("/"))
    .map((folder) => join(folder, program))
    .find(isProgram) ?? null;

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** Some take seconds to start; their version is not worth more. */
const limitMs = 4000;

const versionOf = async (path: string, env: Readonly<Record<string, string | undefined>>): Promise<string | null> => {
  const child = Bun.spawn([path, "--version"], {
    cwd: "/",
    env: { PATH: env["PATH"] ?? "", HOME: env["HOME"] ?? "/" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "ignore",
    timeout: limitMs,
    killSignal: "SIGKILL",
  });
  const [text] = await Promise.all([child.stdout.text(), child.exited]);
  const version = /\d+(?:\.\d+)+[\w.-]*/.exec(text)?.[0];
  return version === undefined ? null : visible(version).slice(0, 32);
};

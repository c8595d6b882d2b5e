import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Corner } from "./program.ts";

/** What a played tool does: this code, with `say(content)` that asks as the tool would and resolves with the status. */
const bodies = {
  claude: `
    const own = (process.env.ANTHROPIC_CUSTOM_HEADERS ?? "").split("\\n").filter(Boolean).map((line) => line.split(": "));
    const say = (content, more = {}) => fetch(process.env.ANTHROPIC_BASE_URL + "/v1/messages?beta=true", {
      method: "POST",
      headers: { "user-agent": "claude-cli/2.1.329", "x-api-key": process.env.ANTHROPIC_API_KEY ?? "", "anthropic-version": "2023-06-01",
        authorization: "Bearer " + (process.env.ANTHROPIC_AUTH_TOKEN ?? "none"), ...Object.fromEntries(own), ...more },
      body: JSON.stringify({ model: "claude-sonnet-4-6", max_tokens: 500, messages: [{ role: "user", content }] }),
    });`,
  gemini: `
    const own = (process.env.GEMINI_CLI_CUSTOM_HEADERS ?? "").split(", ").filter(Boolean).map((one) => one.split(": "));
    const say = (text) => fetch(process.env.GOOGLE_GEMINI_BASE_URL + "/v1beta/models/gemini-2.5-pro:generateContent", {
      method: "POST",
      headers: { "user-agent": "GeminiCLI/0.61.0", "x-goog-api-key": process.env.GEMINI_API_KEY ?? "", ...Object.fromEntries(own) },
      body: JSON.stringify({ contents: [{ role: "user", parts: [{ text }] }] }),
    });`,
  opencode: `
    const { options } = JSON.parse(process.env.OPENCODE_CONFIG_CONTENT).provider.openai;
    const say = (content) => fetch(options.baseURL + "/chat/completions", {
      method: "POST",
      headers: { "user-agent": "opencode/1.18.33", authorization: "Bearer " + (options.apiKey ?? process.env.OPENAI_API_KEY), ...options.headers },
      body: JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content }] }),
    });`,
  codex: `
    const provider = Bun.TOML.parse(process.argv[5]).model_providers["proxy-cli"];
    const say = (text) => fetch(provider.base_url + "/responses", {
      method: "POST",
      headers: { "user-agent": "codex_exec/0.169.0", authorization: "Bearer " + process.env.OPENAI_API_KEY, ...provider.http_headers },
      body: JSON.stringify({ model: "gpt-5-codex", input: [{ type: "message", role: "user", content: [{ type: "input_text", text }] }] }),
    });`,
  program: `
    const say = (content) => fetch(process.env.OPENAI_BASE_URL + "/chat/completions", {
      method: "POST",
      headers: { authorization: "Bearer " + process.env.OPENAI_API_KEY },
      body: JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content }] }),
    });`,
};

/** The tools that can be played. */
export type FakeTool = keyof typeof bodies;

let made = 0;

/** Puts a program with a tool's name into a folder of its own, which asks as that tool does; gives its path. */
export const fakeTool = (corner: Corner, name: FakeTool, code: string): string => {
  const path = join(corner.folder, `bin-${++made}`, name);
  mkdirSync(dirname(path));
  writeFileSync(path, `#!${process.execPath}\n${bodies[name]}\n${code}\n`);
  chmodSync(path, 0o755);
  return path;
};

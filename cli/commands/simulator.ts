import { ProxyError } from "../../src/core/errors.ts";
import type { Command } from "../command.ts";
import { ownerOf } from "../daemon/port-owner.ts";

export default {
  args: "",
  summary: "a built-in vendor without a key or a network, in the foreground",
  options: [{ flags: "--port <port>", summary: "0 takes a free one (default: 8089)" }],
  examples: ["proxy-cli simulator", "proxy-cli simulator --port 0"],
  run: async ({ json, data, print, paint, pid, onSignals }, { flags }) => {
    const port = flags.whole("port") ?? 8089;
    if (port > 65_535)
      throw new ProxyError("usage", `--port takes a number up to 65535, got ${port}.`, {
        hint: "Try: proxy-cli simulator --port 0",
      });
    const { startSimulator } = await import("../../src/offline/simulator.ts");
    const { url, stop } = await startSimulator(port).catch((cause: unknown) => {
      throw cannotListen(port, cause);
    });
    if (json) data({ url, pid });
    else for (const line of simulatorLines(url)) print(line.replace(/^ok/, paint("ok", "ok")));
    const signal = await new Promise((resolve) => onSignals(["SIGINT", "SIGTERM"], resolve));
    await stop();
    return signal === "SIGINT" ? 130 : 143;
  },
} satisfies Command;

const simulatorLines = (url: string): readonly string[] => [
  `ok  the simulator is running      ${url}   (this computer only, Ctrl-C ends it)`,
  "    any key will do; it answers in every format, and fails on request (x-sim-fault)",
  `    Anthropic   export ANTHROPIC_BASE_URL=${url}`,
  `    OpenAI      export OPENAI_BASE_URL=${url}/v1`,
  `    Gemini      export GOOGLE_GEMINI_BASE_URL=${url}`,
  `    Mistral     new Mistral({ serverURL: "${url}" })`,
  `    requests    curl ${url}/_sim/requests`,
  `    bill        curl ${url}/_sim/bill`,
];

const cannotListen = (port: number, cause: unknown): ProxyError => {
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  if (code !== "EADDRINUSE")
    return new ProxyError("config_invalid", `Cannot listen on port ${port} (${String(code)}).`, { cause });
  const owner = ownerOf(port);
  const who = owner === null ? "another program" : `"${owner.name}" (pid ${owner.pid}${owner.isMine ? ", yours" : ""})`;
  return new ProxyError("port_taken", `Port ${port} is used by ${who}.`, {
    hint: "Try: proxy-cli simulator --port 0",
    cause,
  });
};

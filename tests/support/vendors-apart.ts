import { createSimulator, type Simulator } from "../../src/simulator/index.ts";
import { type DaemonOptions, startDaemon, type TestDaemon } from "./daemon.ts";

/** A vendor in one of its formats: the upstream that is it, and a model of its own that thinks. */
export type VendorApart = {
  readonly upstream: string;
  readonly format: "anthropic" | "openai-chat" | "openai-responses" | "gemini";
  readonly provider: string;
  readonly model: string;
};

/** Every format, by the vendor whose it is, and Mistral, whose manners are its own. */
export const vendorsApart = {
  anthropic: { upstream: "v-anthropic", format: "anthropic", provider: "anthropic", model: "claude-sonnet-4-6" },
  chat: { upstream: "v-chat", format: "openai-chat", provider: "openai", model: "gpt-5.1" },
  responses: { upstream: "v-responses", format: "openai-responses", provider: "openai", model: "gpt-5.1" },
  gemini: { upstream: "v-gemini", format: "gemini", provider: "google", model: "gemini-3-pro-preview" },
  mistral: { upstream: "v-mistral", format: "openai-chat", provider: "mistral", model: "mistral-large-latest" },
} as const satisfies Readonly<Record<string, VendorApart>>;

/** What the vendor was asked, and how it answered. */
export type Sent = { readonly path: string; readonly status: number | null; readonly body: string };

/** A daemon before them: all are one simulator, which is as strict in each format as its vendor. */
export type Vendors = {
  readonly daemon: TestDaemon;
  /** Where the vendor itself is. */
  readonly vendorUrl: string;
  /** The requests that it got since the last call, with their bodies. */
  readonly sent: () => Promise<readonly Sent[]>;
  readonly stop: () => Promise<void>;
};

/** Starts it. Each upstream has its vendor's name, manners and prices, and speaks one format alone. */
export const startVendorsApart = async (options: DaemonOptions = {}): Promise<Vendors> => {
  const simulator = createSimulator();
  const { url, bodies, stop } = listening(simulator);
  const servers = Object.values(vendorsApart).map(
    ({ upstream, format, provider }) =>
      `${upstream}:\n  endpoints: { ${format}: "${url}" }\n  type: ${provider}\n  prices_of: ${provider}\n`,
  );
  const daemon = await startDaemon({
    env: { PROXY_TIMESCALE: "1" },
    ...options,
    servers: servers.join("") + (options.servers ?? ""),
  });
  return {
    daemon,
    vendorUrl: url,
    sent: async () => {
      await simulator.log.idle();
      const entries = simulator.log.entries().map(({ path, status }, at) => ({ path, status, body: bodies[at] ?? "" }));
      simulator.log.clear();
      bodies.length = 0;
      return entries;
    },
    stop: async () => {
      await daemon.stop();
      await stop();
    },
  };
};

/** The vendor at a port, whose requests are kept as they come in. */
const listening = (simulator: Simulator) => {
  const bodies: string[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch: async (request, bun) => {
      const body = await request.text();
      bodies.push(body);
      const { url, method, headers, signal } = request;
      const again = new Request(url, { method, headers, signal, body: method === "GET" ? null : body });
      return simulator.fetch(again, { timeout: () => bun.timeout(request, 0) });
    },
  });
  return { url: `http://127.0.0.1:${server.port}`, bodies, stop: () => server.stop(true) };
};

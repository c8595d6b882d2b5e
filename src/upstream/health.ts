import type { Socket } from "node:net";
import { type Address, originsOf, type Upstream } from "../core/provider.ts";

/** What a probe found: nothing is sent but the handshakes, so it costs no tokens and needs no key. */
export type Probe = { readonly reachable: boolean; readonly latencyMs: number | null; readonly reason: string | null };

/** Connects to an address, over TLS where that is what it speaks, and hangs up. Never rejects. */
export const probe = async (
  { origin }: Pick<Address, "origin">,
  limitMs: number,
  tick: () => number,
): Promise<Probe> => {
  const start = tick();
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const timer = setTimeout(() => resolve("no connection in time"), limitMs);
  const socket = await connectTo(new URL(origin), () => resolve(null));
  socket.on("error", (error) => resolve(reasonOf(error)));
  const reason = await promise;
  const latencyMs = tick() - start;
  clearTimeout(timer);
  socket.destroy();
  return reason === null ? { reachable: true, latencyMs, reason: null } : { reachable: false, latencyMs: null, reason };
};

/** Probes every origin of an upstream at once: it is reachable when all are, and as slow as the slowest. Never rejects. */
export const probeAll = async (upstream: Upstream, limitMs: number, tick: () => number): Promise<Probe> => {
  const probes = await Promise.all(originsOf(upstream).map((origin) => probe({ origin }, limitMs, tick)));
  const slowest = probes.toSorted((one, other) => (other.latencyMs ?? 0) - (one.latencyMs ?? 0))[0];
  return (
    probes.find(({ reachable }) => !reachable) ?? slowest ?? { reachable: false, latencyMs: null, reason: "no address" }
  );
};

/** Node's sockets, because a Bun.connect that is still connecting cannot be given up: it keeps its descriptor for minutes. */
const connectTo = async ({ hostname, port, protocol }: URL, onConnect: () => void): Promise<Socket> => {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (protocol !== "https:") {
    const { connect } = await import("node:net"); // both loaded when first needed: probes are rare and starts are not
    return connect({ host, port: port === "" ? 80 : Number(port) }, onConnect);
  }
  const { connect } = await import("node:tls");
  const isName = /[a-z]/i.test(host) && !host.includes(":");
  return connect({ host, port: port === "" ? 443 : Number(port), ...(isName ? { servername: host } : {}) }, onConnect);
};

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ECONNREFUSED" || code === "ConnectionRefused") return "connection refused";
  if (/ENOTFOUND|EAI|DNS|FailedToOpenSocket/.test(code)) return "name not found (DNS)";
  if (/CERT|SELF_SIGNED|UNABLE_TO|EPROTO|SSL|TLS/.test(code)) return `TLS: ${code}`;
  return code === "" ? "unreachable" : code;
};

import type { Socket } from "node:net";
import { type Address, originsOf, type Upstream, type UpstreamTls } from "../core/provider.ts";
import type { EgressProxy } from "./egress.ts";
import { isTlsCode, tlsReason } from "./tls-reason.ts";
import { trustOf } from "./trust.ts";

/** What a probe found: nothing is sent but the handshakes, so it costs no tokens and needs no key. */
export type Probe = { readonly reachable: boolean; readonly latencyMs: number | null; readonly reason: string | null };

/** Where a probe knocks, and how. */
export type Door = Pick<Address, "origin"> & {
  readonly tls: UpstreamTls;
  /** Knocks there instead: what is behind a proxy only the proxy can see. */
  readonly proxy: EgressProxy | null;
};

/** Connects to an address, over TLS where that is what it speaks, and hangs up. Never rejects. */
export const probe = async (door: Door, limitMs: number, tick: () => number): Promise<Probe> => {
  const start = tick();
  const code = await knock(door, limitMs);
  const latencyMs = tick() - start;
  return code === null
    ? { reachable: true, latencyMs, reason: null }
    : { reachable: false, latencyMs: null, reason: reasonOf(code) };
};

/** Probes every origin of an upstream at once: it is reachable when all are, and as slow as the slowest. Never rejects. */
export const probeAll = async (
  upstream: Upstream,
  egress: (origin: string) => EgressProxy | null,
  limitMs: number,
  tick: () => number,
): Promise<Probe> => {
  const doors = originsOf(upstream).map((origin) => ({ origin, tls: upstream.tls, proxy: egress(origin) }));
  const probes = await Promise.all(doors.map((door) => probe(door, limitMs, tick)));
  const slowest = probes.toSorted((one, other) => (other.latencyMs ?? 0) - (one.latencyMs ?? 0))[0];
  return (
    probes.find(({ reachable }) => !reachable) ?? slowest ?? { reachable: false, latencyMs: null, reason: "no address" }
  );
};

/** Whether an address says nothing at all to who wants to connect, for so long. Never rejects. */
export const isBlackHole = async (door: Door, limitMs: number): Promise<boolean> =>
  (await knock(door, limitMs)) === tooLate;

/** Connects and hangs up: null where that went well, else the error's code. Never rejects. */
export const knock = async ({ origin, tls, proxy }: Door, limitMs: number): Promise<string | null> => {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const timer = setTimeout(() => resolve(tooLate), limitMs);
  const socket = await connectTo(new URL(proxy?.url ?? origin), tls, () => resolve(null));
  socket.on("error", (error) => resolve("code" in error ? String(error.code) : ""));
  socket.on("close", () => resolve("ECONNRESET"));
  const code = await promise;
  clearTimeout(timer);
  socket.destroy();
  return code;
};

const tooLate = "ETIMEDOUT";

/** Node's sockets, because a Bun.connect that is still connecting cannot be given up: it keeps its descriptor for minutes. */
const connectTo = async (
  { hostname, port, protocol }: URL,
  upstreamTls: UpstreamTls,
  onConnect: () => void,
): Promise<Socket> => {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (protocol !== "https:") {
    const { connect } = await import("node:net"); // both loaded when first needed: probes are rare and starts are not
    return connect({ host, port: port === "" ? 80 : Number(port) }, onConnect);
  }
  const { connect } = await import("node:tls");
  const isName = /[a-z]/i.test(host) && !host.includes(":");
  const trust = await trustOf(upstreamTls);
  const named = isName ? { servername: host } : {};
  return connect({ host, port: port === "" ? 443 : Number(port), ...named, ...trust }, onConnect);
};

/** What the code of an error means to people. */
export const reasonOf = (code: string): string => {
  if (code === tooLate) return "no connection in time";
  if (/^(ECONNREFUSED|ConnectionRefused)$/.test(code)) return "connection refused";
  if (/ENOTFOUND|EAI|DNS|FailedToOpenSocket/.test(code)) return "name not found (DNS)";
  if (isTlsCode(code)) return tlsReason(code).what;
  return code === "" ? "unreachable" : code;
};

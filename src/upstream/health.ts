import type { Upstream } from "../core/provider.ts";

/** What a probe found: nothing is sent but the handshakes, so it costs no tokens and needs no key. */
export type Probe = { readonly reachable: boolean; readonly latencyMs: number | null; readonly reason: string | null };

/** Connects to an upstream, over TLS where that is what it speaks, and hangs up. Never rejects. */
export const probe = async ({ origin }: Upstream, limitMs: number, tick: () => number): Promise<Probe> => {
  const { hostname, port, protocol } = new URL(origin);
  const isSecure = protocol === "https:";
  const start = tick();
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const timer = setTimeout(() => resolve("no connection in time"), limitMs);
  const connecting = Bun.connect({
    hostname: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (isSecure ? 443 : 80) : Number(port),
    ...(isSecure ? { tls: true } : {}),
    socket: {
      open: () => {
        if (!isSecure) resolve(null);
      },
      handshake: (_, isTrusted, error) => resolve(isTrusted ? null : `TLS: ${error?.message ?? "not trusted"}`),
      data: () => undefined,
      connectError: (_, error) => resolve(reasonOf(error)),
    },
  });
  connecting.catch((error: unknown) => resolve(reasonOf(error)));
  const reason = await promise;
  const latencyMs = tick() - start;
  clearTimeout(timer);
  void connecting.then((socket) => socket.terminate()).catch(() => undefined); // no socket, nothing to close
  return reason === null ? { reachable: true, latencyMs, reason: null } : { reachable: false, latencyMs: null, reason };
};

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ECONNREFUSED" || code === "ConnectionRefused") return "connection refused";
  if (/ENOTFOUND|EAI|DNS|FailedToOpenSocket/.test(code)) return "name not found (DNS)";
  return code === "" ? "unreachable" : code;
};

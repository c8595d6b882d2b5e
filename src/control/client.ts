import { type FailureCode, failures, ProxyError } from "../core/errors.ts";
import { linesOf } from "../lib/ndjson.ts";
import { type Answer, type Ask, type Contract, protocolVersion, type WatchMessage } from "./contract.ts";

/** The daemon from outside: one function for each entry of the contract. */
export type Client = { readonly [Name in keyof Contract]: (ask: Ask<Name>) => Promise<Answer<Name>> } & {
  /** A snapshot, then notices. Throws when the signal or the daemon ends it. */
  readonly watch: (signal: AbortSignal) => AsyncGenerator<WatchMessage>;
  /** The version of the daemon that answered last; null before the first answer. */
  readonly daemonVersion: () => string | null;
};

/** A daemon that is stopped in the middle (SIGSTOP, a frozen disk) accepts connections and says nothing. */
const usualPatienceMs = 30_000;

/** A daemon that has handed over is followed at its socket by the next one within a moment. */
const soonMs = 10;

/**
 * A client of the daemon behind this socket. Calls throw ProxyErrors; `not_running` when nobody answers,
 * `daemon_silent` when somebody listens and says nothing for `patienceMs`.
 */
export const connectTo = (socket: string, patienceMs = usualPatienceMs): Client => {
  let version: string | null = null;
  const request = async (path: string, init: BunFetchRequestInit): Promise<Response> => {
    const headers = { "x-proxy-protocol": String(protocolVersion) };
    const response = await fetch(`http://daemon/${path}`, { ...init, headers, unix: socket }).catch(
      (cause: unknown) => {
        if (init.signal?.aborted === true) throw cause;
        throw notRunning(socket, cause);
      },
    );
    version = response.headers.get("x-proxy-version");
    checkProtocol(response.headers.get("x-proxy-protocol"), version);
    return response;
  };
  const call = async (name: string, ask: unknown): Promise<unknown> => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), patienceMs);
    try {
      for (;;) {
        const response = await request(name, { method: "POST", body: JSON.stringify(ask), signal: late.signal });
        const answer: unknown = await response.json();
        if (response.ok) return answer;
        const error = errorFrom(answer);
        if (error.code !== "handed_over") throw error;
        await Bun.sleep(soonMs); // the next daemon is about to have the socket
      }
    } catch (thrown) {
      throw late.signal.aborted ? noAnswer(name, patienceMs, thrown) : thrown;
    } finally {
      clearTimeout(timer);
    }
  };
  const own = {
    daemonVersion: () => version,
    watch: (signal: AbortSignal) => watch(request, signal),
  };
  return new Proxy(own, {
    get: (target, name) => {
      if (name in target) return Reflect.get(target, name);
      if (typeof name === "symbol" || name === "then") return undefined; // a client is no promise
      return (ask: unknown) => call(name, ask);
    },
  }) as Client; // the daemon's handlers satisfy the same contract
};

async function* watch(
  request: (path: string, init: BunFetchRequestInit) => Promise<Response>,
  signal: AbortSignal,
): AsyncGenerator<WatchMessage> {
  const response = await request("watch", { method: "GET", signal });
  if (response.body === null) return;
  for await (const line of linesOf(response.body)) yield JSON.parse(line) as WatchMessage; // as above
}

const checkProtocol = (protocol: string | null, version: string | null): void => {
  if (protocol === String(protocolVersion)) return;
  throw new ProxyError("version_mismatch", `The daemon (${version ?? "unknown version"}) speaks another protocol.`, {
    hint: "Try: proxy-cli restart",
  });
};

const noAnswer = (name: string, patienceMs: number, cause: unknown): ProxyError =>
  new ProxyError("daemon_silent", `The proxy runs but has not answered "${name}" for ${patienceMs / 1000} s.`, {
    hint: "Try: proxy-cli logs",
    cause,
  });

const notRunning = (socket: string, cause: unknown): ProxyError =>
  new ProxyError("not_running", `The proxy is not running (no answer at ${socket}).`, {
    hint: "Try: proxy-cli start",
    cause,
  });

const errorFrom = (answer: unknown): ProxyError => {
  const fields: Readonly<Record<string, unknown>> = typeof answer === "object" && answer !== null ? { ...answer } : {};
  const { code, message, hint, problems } = fields;
  return new ProxyError(
    isFailureCode(code) ? code : "internal",
    typeof message === "string" ? message : "No reason given.",
    {
      ...(typeof hint === "string" ? { hint } : {}),
      ...(Array.isArray(problems) ? { problems } : {}), // the server says nothing else by that name
    },
  );
};

const isFailureCode = (code: unknown): code is FailureCode => typeof code === "string" && Object.hasOwn(failures, code);

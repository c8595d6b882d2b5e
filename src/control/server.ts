import { renameSync, rmSync, statSync } from "node:fs";
import { asProxyError, ProxyError } from "../core/errors.ts";
import { isObject, parsedJson } from "../lib/json.ts";
import { type Handlers, protocolVersion } from "./contract.ts";
import { type Watched, watchStream } from "./watch-stream.ts";

type Options = Watched & {
  readonly socket: string;
  readonly version: string;
  readonly handlers: Handlers;
  readonly onMistake: (error: ProxyError) => void;
  /** Passed before every call; throws where another daemon answers from now on. */
  readonly gate: () => Promise<void>;
  /** Where it is made; it is found at `socket` when it has been published. */
  readonly madeAt: string;
};

/** The control socket. */
export type ControlServer = {
  /** From now on it is this daemon that is found there, whoever it was before. */
  readonly publish: () => void;
  /** Removes it, unless another one is found there by now. */
  readonly stop: () => Promise<void>;
};

/**
 * Listens on a unix socket that only its owner can reach: HTTP, one POST per call of the contract, `GET /watch` for
 * newline-delimited JSON. The caller holds the daemon's lock and has removed a stale socket. It is made beside its place
 * and moved there, so that there is never a moment without one; and Bun, which removes by path what it has made when it
 * ends, does not remove the next one's.
 */
export const serveControl = (options: Options): ControlServer => {
  const config: Bun.Serve.Options<undefined> = {
    unix: options.madeAt,
    development: false,
    fetch: (request: Request) => respond(request, options),
    error: () => new Response("{}", { status: 500 }),
  };
  // On a unix socket a timeout per request has no effect, and a watch may be quiet for hours. The types forbid it.
  Reflect.set(config, "idleTimeout", 0);
  const server = underUmask(0o077, () => Bun.serve(config));
  let inode: number | null = null;
  return {
    publish: () => {
      renameSync(options.madeAt, options.socket);
      inode = statSync(options.socket).ino;
    },
    stop: async () => {
      if (inode !== null && statSync(options.socket, { throwIfNoEntry: false })?.ino === inode) rmSync(options.socket);
      await server.stop(true);
    },
  };
};

/** Bun makes sockets readable to all; the mask belongs to the whole process and goes back also where it throws. */
const underUmask = <T>(mask: number, work: () => T): T => {
  const before = process.umask(mask);
  try {
    return work();
  } finally {
    process.umask(before);
  }
};

const respond = async (request: Request, options: Options): Promise<Response> => {
  const name = new URL(request.url, "http://daemon").pathname.slice(1);
  const headers = { "x-proxy-version": options.version, "x-proxy-protocol": String(protocolVersion) };
  if (request.headers.has("origin") || request.headers.has("referer"))
    return new Response(null, { status: 403, headers });
  try {
    refuseOtherProtocol(request, name);
    if (name !== "handOver") await options.gate();
    if (name === "watch") return new Response(watchStream(options), { headers });
    const handler = handlerNamed(options.handlers, name);
    return Response.json(await handler(await askIn(request)), { headers });
  } catch (thrown) {
    const error = asProxyError(thrown);
    if (error.code === "internal") options.onMistake(error);
    const { code, message, hint, problems } = error;
    const more = problems.length > 0 ? { problems } : {};
    const last = code === "handed_over" ? { connection: "close" } : {}; // the next call goes to whoever has the socket
    return Response.json(
      { code, message, hint, ...more },
      { status: error.failure.status, headers: { ...headers, ...last } },
    );
  }
};

/** Before anything is done: who could misread our answer would not know what it has changed. To stop is understood by all. */
const refuseOtherProtocol = (request: Request, name: string): void => {
  const theirs = request.headers.get("x-proxy-protocol");
  if (theirs === null || theirs === String(protocolVersion) || name === "stop") return;
  throw new ProxyError("version_mismatch", `This daemon speaks protocol ${protocolVersion}, not ${theirs}.`, {
    hint: "Try: proxy-cli restart",
  });
};

/** The question in a request; what is in it is as the contract has it, because the client is derived from that. */
const askIn = async (request: Request): Promise<never> => {
  const asked = parsedJson(await request.text());
  if (isObject(asked)) return asked as never;
  throw new ProxyError("usage", "A question to the daemon is an object of JSON.", { hint: "Try: proxy-cli --help" });
};

const handlerNamed = (handlers: Handlers, name: string): ((ask: never) => Promise<unknown>) => {
  const found = Object.entries(handlers).find(([known]) => known === name);
  if (found === undefined)
    throw new ProxyError("usage", `The daemon knows no "${name}".`, { hint: "Try: proxy-cli restart" });
  return found[1];
};

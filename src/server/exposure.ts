import type { Config } from "../config/layers/load.ts";
import { ProxyError } from "../core/errors.ts";
import type { ShownToken } from "../core/exchange.ts";
import { isLoopback } from "../lib/loopback.ts";
import { refuseWeakToken, tokenStore } from "../state/tokens.ts";
import type { TokenCheck } from "./token-check.ts";

type Wanted = {
  readonly host: string;
  /** Whether somebody has said that other machines are to reach the proxy. */
  readonly isWanted: boolean;
  readonly hasToken: boolean;
};

/** Whether other machines can reach the proxy, or are to: then each request needs a token. Throws where that is not safe. */
export const exposureOf = ({ host, isWanted, hasToken }: Wanted): boolean => {
  if (isLoopback(host) && !isWanted) return false;
  const where = isEverywhere(host) ? "on all interfaces" : `on ${host}`;
  if (!hasToken)
    throw new ProxyError("exposed_without_token", `Refusing to listen ${where} without a token.`, {
      hint: "Try: proxy-cli token create, or --host 127.0.0.1",
    });
  if (!isWanted)
    throw new ProxyError("exposed_without_token", `Refusing to listen ${where} without --expose.`, {
      hint: `Try: proxy-cli start --host ${host} --expose, or --host 127.0.0.1`,
    });
  return true;
};

type Tokens = {
  /** The file of tokens that were made by command. */
  readonly file: string;
  /** The one that this start was given. */
  readonly token: string | null;
  readonly now: () => number;
};

/** The same, for these settings and tokens. Throws also where a token could be guessed or the file cannot be used. */
export const isExposed = ({ values }: Config, { file, token, now }: Tokens): boolean => {
  if (token !== null) refuseWeakToken(token);
  const hasToken = tokenStore(file, now).hasAny(now()) || token !== null;
  return exposureOf({ host: values["server.host"], isWanted: values["server.expose"], hasToken });
};

/** How a person on this machine reaches what listens there. */
export const localHost = (host: string): string => {
  if (!isEverywhere(host)) return host;
  return host.includes(":") ? "::1" : "127.0.0.1";
};

/** The line that nobody may overlook. */
export const exposureWarning = (host: string, port: number): string => {
  const where = isEverywhere(host) ? "all interfaces" : host;
  return `EXPOSED: it listens on ${where}, port ${port}; every request needs a token (proxy-cli token list)`;
};

/** Refuses whoever shows no right token, but for what tells nothing: `/health`, and a browser asking whether it may ask. */
export const demandToken = (request: Request, path: string, shown: ShownToken, tokens: TokenCheck): void => {
  if (shown === "right" || isHealthCheck(request, path) || isPreflight(request)) return;
  tokens.refuse(
    shown,
    "This proxy is open to other machines, so every request needs a token.",
    "Send it as x-proxy-token, as your key, or in the base URL: /t/TOKEN before the path. See: proxy-cli token create",
  );
};

/** Whether this only asks if the proxy is alive. */
export const isHealthCheck = ({ method }: Request, path: string): boolean =>
  path === "/health" && (method === "GET" || method === "HEAD");

const isPreflight = ({ method, headers }: Request): boolean =>
  method === "OPTIONS" && headers.has("origin") && headers.has("access-control-request-method");

const isEverywhere = (host: string): boolean => /^(0\.0\.0\.0|0|\[?::\]?|\*)$/.test(host);

import type { Handlers } from "../control/contract.ts";
import { type Watched, watchStream } from "../control/watch-stream.ts";
import { asProxyError, ProxyError } from "../core/errors.ts";
import { objectIn, parsedJson } from "../lib/json.ts";
import type { Assets } from "./bundle.ts";
import { changes, reads } from "./calls.ts";
import type { Door } from "./door.ts";
import { eventsOf } from "./events.ts";
import { pageHeaders } from "./headers.ts";
import { appPage, closedPage, loginPage } from "./shell.ts";
import { checkVisit, cookieIn, cookieName, type Visit } from "./visit.ts";

/** What the page is made of. */
export type SiteOptions = Watched & {
  readonly door: Door;
  readonly assets: Assets;
  /** The calls of the contract: the page shows what every other face shows. */
  readonly handlers: Handlers;
  /** Aborted when the page is switched off. */
  readonly closed: AbortSignal;
  /** Told of each visit that is refused. */
  readonly onRefused: (error: ProxyError) => void;
};

/** Answers everything under `/_ui`. */
export type Site = (visit: Visit) => Promise<Response>;

/** The site of the web page over these parts. */
export const createSite = (options: SiteOptions): Site => {
  return async (visit) => {
    try {
      return await answered(visit, options);
    } catch (thrown) {
      return refused(visit, asProxyError(thrown), options);
    }
  };
};

const answered = (visit: Visit, options: SiteOptions): Response | Promise<Response> => {
  const { request } = visit;
  const { path } = visit.place;
  const name = path.slice("/_ui/".length);
  if (path === "/_ui" || path === "/_ui/login" || pages.has(name)) {
    checkVisit(visit, path === "/_ui/login" && request.method === "POST" ? "call" : "page");
    if (path === "/_ui/login") return request.method === "POST" ? enter(visit, options) : page(visit, loginPage);
    demandMethod(request, ["GET", "HEAD"]);
    return path === "/_ui" ? redirected(visit) : file(visit, name, options);
  }
  checkVisit(visit, "call");
  demandPass(visit, options);
  if (path === "/_ui/leave") return leave(visit, options);
  if (path.startsWith("/_ui/api/")) return call(visit, path.slice("/_ui/api/".length), options);
  throw new ProxyError("not_found", "There is nothing at this path.", { hint: "Open /_ui/" });
};

const pages: ReadonlySet<string> = new Set(["", "login.js", "app.js", "style.css"]);

/** The door's own files are for everybody: they hold nothing. The page is for those who are in. */
const file = (visit: Visit, name: string, { door, assets }: SiteOptions): Response => {
  const isDoor = name === "login.js" || name === "style.css";
  if (!isDoor && !door.knows(cookieIn(visit)))
    return page(visit, closedPage, 401, { "x-proxy-error": "token_required" });
  if (name === "") return page(visit, appPage);
  const { type, bytes, packed } = assets[name as keyof Assets]; // `pages` has no other names
  const isPacked = /\bgzip\b/.test(visit.request.headers.get("accept-encoding") ?? "");
  const headers = {
    "content-type": type,
    ...(isPacked ? { "content-encoding": "gzip" } : {}),
    vary: "accept-encoding",
  };
  return answer(visit, isPacked ? packed : bytes, { headers });
};

/** The code comes in a body: it stands in no address that a server, a log or a history keeps. */
const enter = async (visit: Visit, { door }: SiteOptions): Promise<Response> => {
  const { code } = objectIn(await bodyOf(visit));
  const { cookie, key } = door.enter(typeof code === "string" ? code : "");
  const set = `${cookieName(visit.port)}=${cookie}; Path=/_ui/; HttpOnly; SameSite=Strict`;
  return json(visit, { key }, { "set-cookie": set });
};

const leave = (visit: Visit, { door }: SiteOptions): Response => {
  demandMethod(visit.request, ["POST"]);
  door.leave(cookieIn(visit));
  return json(visit, {}, { "set-cookie": `${cookieName(visit.port)}=; Path=/_ui/; Max-Age=0` });
};

/** GET looks, POST does: nothing changes by a GET. */
const call = async (visit: Visit, name: string, options: SiteOptions): Promise<Response> => {
  const { request } = visit;
  if (name === "watch") {
    demandMethod(request, ["GET"]);
    visit.end.keepOpen();
    return answer(visit, eventsOf(watchStream(options), options.closed), {
      headers: { "content-type": "text/event-stream" },
    });
  }
  const isChange = Object.hasOwn(changes, name);
  if (!isChange && !Object.hasOwn(reads, name))
    throw new ProxyError("not_found", `The page may not ask for "${name}".`, { hint: "Try: proxy-cli --help" });
  demandMethod(request, isChange ? ["POST"] : ["GET"]);
  const shape = isChange ? changes[name as keyof typeof changes] : reads[name as keyof typeof reads];
  const asked = shape.safeParse(isChange ? await bodyOf(visit) : questionIn(request));
  if (!asked.success)
    throw new ProxyError("invalid_request", `That is no question for "${name}".`, { hint: "Load the page anew." });
  const handler = options.handlers[name as keyof Handlers] as (ask: unknown) => Promise<unknown>; // its shape was checked
  return json(visit, await handler(asked.data));
};

const questionIn = ({ url }: Request): unknown =>
  parsedJson(URL.parse(url, "http://page")?.searchParams.get("ask") ?? "{}");

const maxBodyBytes = 16_384;

const bodyOf = async ({ request }: Visit): Promise<unknown> => {
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? ""))
    throw new ProxyError("content_type", "The page sends JSON.", { hint: "Send application/json." });
  const length = request.headers.get("content-length");
  if (length === null || Number(length) > maxBodyBytes)
    throw new ProxyError("body_too_large", "That is more than the page ever sends.", { hint: "Load the page anew." });
  return parsedJson(await request.text());
};

const demandPass = (visit: Visit, { door }: SiteOptions): void => {
  if (door.isPass(cookieIn(visit), visit.request.headers.get("x-proxy-ui"))) return;
  throw new ProxyError("token_required", "This browser has not been let in, or its time is over.", {
    hint: "Ask for a new link: proxy-cli web",
  });
};

const demandMethod = ({ method }: Request, allowed: readonly string[]): void => {
  if (allowed.includes(method)) return;
  throw new ProxyError("method_not_allowed", `This takes ${allowed.join(" or ")}, not ${method}.`, {
    hint: "Open /_ui/",
  });
};

type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null;
type Head = { readonly status?: number; readonly headers: Readonly<Record<string, string>> };

const answer = ({ request }: Visit, body: Body, { status = 200, headers }: Head): Response =>
  new Response(request.method === "HEAD" ? null : body, {
    status,
    headers: { ...pageHeaders(request.headers.get("host") ?? ""), ...headers },
  });

const page = (visit: Visit, html: string, status = 200, more: Head["headers"] = {}): Response =>
  answer(visit, html, { status, headers: { "content-type": "text/html; charset=utf-8", ...more } });

const json = (visit: Visit, value: unknown, headers: Readonly<Record<string, string>> = {}, status = 200): Response =>
  answer(visit, JSON.stringify(value), { status, headers: { "content-type": "application/json", ...headers } });

const redirected = (visit: Visit): Response => answer(visit, null, { status: 308, headers: { location: "/_ui/" } });

const refused = (visit: Visit, error: ProxyError, { onRefused }: SiteOptions): Response => {
  const { code, message, hint, failure, retryAfterMs } = error;
  onRefused(error);
  const more = retryAfterMs === null ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
  return json(visit, { error: { code, message, hint } }, { "x-proxy-error": code, ...more }, failure.status);
};

import { ProxyError } from "../core/errors.ts";
import { isLoopback } from "../lib/loopback.ts";
import type { Site } from "./site.ts";

/** The page on a port of its own, on loopback. Throws `port_taken`. */
export const listenAlone = (port: number, site: Site): { readonly port: number; readonly stop: () => void } => {
  const server = serve(port, (request, bun) => {
    const path = URL.parse(request.url, "http://page")?.pathname ?? "/";
    const isLocal = (): boolean => isLoopback(bun.requestIP(request)?.address ?? "");
    return site({
      ...{ request, place: { path }, port: bun.port ?? port, isLocal },
      end: { keepOpen: () => bun.timeout(request, 0) },
    });
  });
  return { port: server.port ?? port, stop: () => void server.stop(true) };
};

const serve = (
  port: number,
  answer: (request: Request, bun: Bun.Server<undefined>) => Promise<Response>,
): Bun.Server<undefined> => {
  try {
    return Bun.serve({
      hostname: "127.0.0.1",
      port,
      reusePort: false,
      development: false,
      fetch: answer,
      error: () => new Response("", { status: 500 }),
    });
  } catch (cause) {
    throw new ProxyError("port_taken", `Port ${port} cannot be had for the web page.`, {
      hint: "Try: proxy-cli web   (on the proxy's own port), or another --port",
      cause,
    });
  }
};

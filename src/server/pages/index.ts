import { ProxyError } from "../../core/errors.ts";
import { configPage } from "./config.ts";
import type { PageFacts } from "./facts.ts";
import { healthPage } from "./health.ts";
import { metricsPage } from "./metrics.ts";
import { rootPage } from "./root.ts";

type Page = (facts: PageFacts, request: Request) => Response;

const pages: Readonly<Record<string, Page>> = {
  "/": rootPage,
  "/health": healthPage,
  "/metrics": metricsPage,
  "/config": configPage,
};

/** Pages that only this machine may see, whatever token another one shows. */
const localPages: ReadonlySet<string> = new Set(["/config"]);

/** The paths of all our own pages. */
export const pagePaths: readonly string[] = Object.keys(pages);

/** Who asks for a page. */
export type Visitor = { readonly isLocal: () => boolean };

/**
 * Our own answer to GET or HEAD of one of our own paths; null for everything else. Throws `local_only` where it is not for
 * another machine.
 */
export const pageFor = (
  request: Request,
  path: string,
  facts: () => PageFacts,
  { isLocal }: Visitor,
): Response | null => {
  if (request.method !== "GET" && request.method !== "HEAD") return null;
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  if (page === undefined) return null;
  if (localPages.has(path) && !isLocal())
    throw new ProxyError("local_only", "This page is only for the machine that the proxy runs on.", {
      hint: "There: proxy-cli config show",
    });
  return page(facts(), request);
};

import type { PageFacts } from "./facts.ts";
import { healthPage } from "./health.ts";
import { rootPage } from "./root.ts";

const pages: Readonly<Record<string, (facts: PageFacts) => Response>> = { "/": rootPage, "/health": healthPage };

/** The paths of all our own pages. */
export const pagePaths: readonly string[] = Object.keys(pages);

/** Our own answer to GET or HEAD of one of our own paths; null for everything else. */
export const pageFor = (request: Request, path: string, facts: () => PageFacts): Response | null => {
  if (request.method !== "GET" && request.method !== "HEAD") return null;
  return pages[path]?.(facts()) ?? null;
};

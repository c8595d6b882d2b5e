import { healthPage } from "./health.ts";
import { rootPage } from "./root.ts";

/** What the daemon's own pages tell. */
export type PageFacts = {
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly isDraining: boolean;
  readonly upstream: string;
  readonly totalRequests: number;
  readonly inFlight: number;
};

const pages: Readonly<Record<string, (facts: PageFacts) => Response>> = { "/": rootPage, "/health": healthPage };

/** Our own answer to GET or HEAD of one of our own paths; null for everything else. */
export const pageFor = (request: Request, path: string, facts: () => PageFacts): Response | null => {
  if (request.method !== "GET" && request.method !== "HEAD") return null;
  return pages[path]?.(facts()) ?? null;
};

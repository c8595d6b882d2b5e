import type { PageFacts } from "./facts.ts";

/** `GET /`: says who is here. */
export const rootPage = ({ version }: PageFacts): Response =>
  Response.json({ status: "ok", service: "proxy-cli", version }, { headers: { "cache-control": "no-store" } });

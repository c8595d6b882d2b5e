import { redacted } from "../../lib/redact.ts";
import type { PageFacts } from "./facts.ts";

/** `GET /config`: what is in force, without anything secret; only for this machine. */
export const configPage = (facts: PageFacts): Response => {
  const { settings, ...rest } = facts.config();
  const masked = Object.entries(settings).map(([name, { value, source }]) => [name, { value: openly(value), source }]);
  return Response.json(
    { version: facts.version, upstream: facts.upstream, settings: Object.fromEntries(masked), ...rest },
    { headers: { "cache-control": "no-store" } },
  );
};

/** Without anything that looks like a key, and without the name and password that an address may hold. */
const openly = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(openly);
  return typeof value === "string" ? redacted(value).replaceAll(/\/\/[^/@\s]*@/g, "//...@") : value;
};

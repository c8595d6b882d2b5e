import { expect, test } from "bun:test";
import { preferred } from "../../src/lib/accept.ts";

const types = { json: "application/json", open: "application/openmetrics-text", plain: "text/plain" } as const;

test.each([
  ["*/*", "json"],
  ["", "json"],
  ["application/json, text/plain, */*", "json"],
  ["text/plain, */*", "plain"],
  ["text/plain;q=0.3, */*;q=0.1", "plain"],
  ["text/*", "plain"],
  ["Text/Plain ; Q=1", "plain"],
  ["text/plain;q=0, application/openmetrics-text;q=0.1", "open"],
  ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json"],
  ["application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.6", "plain"],
  ["image/png", "json"],
  [";;,,;q=,q=x", "json"],
] as const)("who accepts %j likes %s best", (accept, best) => {
  expect(preferred(accept, types)).toBe(best);
});

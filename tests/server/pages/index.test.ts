import { expect, test } from "bun:test";
import type { PageFacts } from "../../../src/server/pages/facts.ts";
import { pageFor } from "../../../src/server/pages/index.ts";

const facts: PageFacts = {
  version: "1.2.3",
  uptimeSeconds: 5,
  isDraining: false,
  upstream: "auto",
  totalRequests: 7,
  inFlight: 1,
};
const page = (path: string, method = "GET") =>
  pageFor(new Request(`http://127.0.0.1${path}`, { method }), path, () => facts);

test("our own paths are ours for GET and HEAD alone", () => {
  expect(page("/")?.status).toBe(200);
  expect(page("/health", "HEAD")?.status).toBe(200);
  expect(page("/health", "POST")).toBeNull();
  expect(page("/v1/models")).toBeNull();
});

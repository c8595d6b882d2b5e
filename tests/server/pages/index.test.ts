import { expect, test } from "bun:test";
import { pageFor, pagePaths } from "../../../src/server/pages/index.ts";
import { pageFacts } from "../../support/pages.ts";

const page = (path: string, { method = "GET", isLocal = true } = {}) =>
  pageFor(new Request(`http://127.0.0.1${path}`, { method }), path, pageFacts, { isLocal: () => isLocal });

test("our own paths are ours for GET and HEAD alone", () => {
  expect(pagePaths).toEqual(["/", "/health", "/metrics", "/config"]);
  for (const path of pagePaths) {
    expect(page(path)?.status).toBe(200);
    expect(page(path, { method: "HEAD" })?.status).toBe(200);
    expect(page(path, { method: "POST" })).toBeNull();
  }
  expect(page("/v1/models")).toBeNull();
  expect(page("constructor")).toBeNull();
});

test("S-29: the configuration is shown to this machine alone, the figures to whoever was let in", () => {
  expect(() => page("/config", { isLocal: false })).toThrow("only for the machine");
  expect(page("/metrics", { isLocal: false })?.status).toBe(200);
});

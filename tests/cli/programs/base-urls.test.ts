import { expect, test } from "bun:test";
import { baseUrls, families, isSamePlace, targetOf, withoutProxyFor } from "../../../cli/programs/base-urls.ts";
import type { UpstreamView } from "../../../src/control/contract.ts";

test("each family has its vendor's own convention", () => {
  expect(baseUrls("http://127.0.0.1:8080")).toEqual({
    ANTHROPIC_BASE_URL: "http://127.0.0.1:8080",
    OPENAI_BASE_URL: "http://127.0.0.1:8080/v1",
    GOOGLE_GEMINI_BASE_URL: "http://127.0.0.1:8080",
  });
});

test("auto sends a family home, a named upstream takes all", () => {
  const upstreams = [
    { name: "anthropic", provider: "anthropic" },
    { name: "cn", provider: "zai" },
  ] as UpstreamView[]; // the rest is not looked at
  const [claude, openai] = families;
  if (claude === undefined || openai === undefined) throw new Error("two families at least");

  expect(targetOf(claude, "auto", upstreams)?.name).toBe("anthropic");
  expect(targetOf(openai, "auto", upstreams)).toBeNull();
  expect(targetOf(openai, "cn", upstreams)?.name).toBe("cn");
});

test("exceptions from an HTTP proxy are added to, and only where there is one", () => {
  expect(withoutProxyFor({ NO_PROXY: "a" })).toEqual({});
  expect(withoutProxyFor({ http_proxy: "http://p", no_proxy: "a,127.0.0.1" })["NO_PROXY"]).toBe(
    "a,127.0.0.1,localhost",
  );
});

test("localhost and a closing slash make no other place; another port does", () => {
  expect(isSamePlace("http://localhost:1/v1/", "http://127.0.0.1:1/v1")).toBe(true);
  expect(isSamePlace("http://127.0.0.1:2", "http://127.0.0.1:1")).toBe(false);
});

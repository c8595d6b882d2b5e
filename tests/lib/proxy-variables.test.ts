import { expect, test } from "bun:test";
import { ignoredVariable, proxyVariables, withoutProxyVariables } from "../../src/lib/proxy-variables.ts";

test("the variables that lead calls through a proxy are known in either spelling, empty ones lead nowhere", () => {
  expect(proxyVariables({ https_proxy: "http://x", HTTP_PROXY: "y", ALL_PROXY: "", NO_PROXY: "z", PATH: "/" })).toEqual(
    ["https_proxy", "HTTP_PROXY"],
  );
});

test("S-02: they are taken out, and only their names are told", () => {
  const env = { HTTPS_PROXY: "http://user:secret@evil", PATH: "/", [ignoredVariable]: "http_proxy,not a name" };

  expect(withoutProxyVariables(env)).toEqual(["http_proxy", "HTTPS_PROXY"]);
  expect(env).toEqual({ PATH: "/", [ignoredVariable]: "http_proxy,not a name" } as never);
});

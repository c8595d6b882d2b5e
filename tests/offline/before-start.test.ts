import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { pathsUnder } from "../../src/config/paths.ts";
import { noOrders } from "../../src/lifecycle/orders.ts";
import { checkCustomUpstream, checkFiles, checkOrders, effectivePort } from "../../src/offline/before-start.ts";
import { scratchFolder } from "../support/scratch.ts";

test("flag over environment over file over default", () => {
  const paths = pathsUnder(scratchFolder());
  writeFileSync(paths.config, "server: { port: 1 }\n");

  expect(effectivePort(paths, {}, noOrders)).toBe(1);
  expect(effectivePort(paths, { PROXY_PORT: "2" }, noOrders)).toBe(2);
  expect(effectivePort(paths, { PROXY_PORT: "2" }, { ...noOrders, flags: { "server.port": "3" } })).toBe(3);
});

test("what would keep a daemon from starting is told before it is tried", async () => {
  const paths = pathsUnder(scratchFolder());
  const check = (flags: Readonly<Record<string, string>>) => checkOrders(paths, {}, { ...noOrders, flags });

  await check({ upstream: "cn" });
  await expect(check({ upstream: "nc" })).rejects.toMatchObject({ code: "upstream_unknown" });
  await expect(check({ "server.host": "0.0.0.0" })).rejects.toMatchObject({ code: "exposed_without_token" });
  await expect(check({ "server.port": "x" })).rejects.toMatchObject({ code: "config_invalid" });
});

test("an address that cannot be an upstream is told with a type that there is", () => {
  const upstream = { endpoint: "http://127.0.0.1:1", type: "openaj", key: null };

  expect(() => checkCustomUpstream({ ...upstream, type: "openai" })).not.toThrow();
  expect(() => checkCustomUpstream(upstream)).toThrow(
    expect.objectContaining({ code: "usage", hint: "Try: proxy-cli start --base-url URL --type openai" }),
  );
});

test("files are checked whole, and without the keys that they refer to", () => {
  const paths = pathsUnder(scratchFolder());
  writeFileSync(paths.servers, "work: { endpoint: 'http://127.0.0.1:1', type: openai, api_key: '${NOT_HERE}' }\n", {
    mode: 0o600,
  });
  const failure = (config: string): unknown => {
    writeFileSync(paths.config, config);
    try {
      return checkFiles(paths, {}) ?? "none";
    } catch (thrown) {
      return thrown;
    }
  };

  expect(failure("upstream: work\n")).toBe("none");
  expect(failure("upstream: wrok\n")).toMatchObject({ code: "upstream_unknown" });
  expect(failure("log: { level: loud }\n")).toMatchObject({ code: "config_invalid" });
});

import { expect, test } from "bun:test";
import { readEnvironment } from "../../src/config/environment.ts";

test("a setting's own variable wins over its short one, and an empty one says nothing", () => {
  const { settings } = readEnvironment({ PROXY_SERVER_PORT: "5", PROXY_PORT: "6", PROXY_HOST: "" });

  expect(settings.get("server.port")).toMatchObject({ value: 5, source: "env PROXY_SERVER_PORT" });
  expect(settings.has("server.host")).toBe(false);
});

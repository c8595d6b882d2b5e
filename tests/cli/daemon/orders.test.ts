import { expect, test } from "bun:test";
import { ordersFrom } from "../../../cli/daemon/orders.ts";
import { flagsFrom } from "../../../cli/flags.ts";

const warnings: string[] = [];
const context = { env: { MY_KEY: " sk-1 \n" }, warn: (text: string) => void warnings.push(text) };
const orders = (options: Readonly<Record<string, unknown>>) => ordersFrom(context, flagsFrom(options, "start"));

test("options become settings by their dotted names", async () => {
  expect(await orders({ port: "0", host: "::1", logLevel: "debug", server: "cn" })).toEqual({
    flags: { "server.port": "0", "server.host": "::1", "log.level": "debug", upstream: "cn" },
    upstream: null,
    configFile: null,
    envFile: null,
    paranoid: false,
    demo: false,
    ephemeral: null,
    takesOver: null,
  });
});

test("other machines are let in only where that is said", async () => {
  expect((await orders({ host: "0.0.0.0", expose: true })).flags).toEqual({
    "server.host": "0.0.0.0",
    "server.expose": "true",
  });
});

test("a key comes out of a variable and loses the blanks around it", async () => {
  const { upstream } = await orders({ baseUrl: "http://127.0.0.1:1", type: "openai", apiKeyEnv: "MY_KEY" });

  expect(upstream).toEqual({ endpoint: "http://127.0.0.1:1", type: "openai", key: "sk-1" });
  expect(warnings).toEqual([]);
});

test("S-25: a key on the command line works and is warned about", async () => {
  await orders({ baseUrl: "http://127.0.0.1:1", type: "openai", apiKey: "sk-2" });

  expect(warnings.join()).toContain("--api-key can be seen");
  expect(warnings.join()).not.toContain("sk-2");
});

test("what contradicts itself or is missing is told", async () => {
  expect(orders({ baseUrl: "http://a" })).rejects.toThrow("--base-url needs --type");
  expect(orders({ type: "openai" })).rejects.toThrow("belong to --base-url");
  expect(orders({ baseUrl: "http://a", type: "openai", upstream: "cn" })).rejects.toThrow("both say where");
  expect(orders({ baseUrl: "http://a", type: "openai", apiKeyEnv: "NOPE" })).rejects.toThrow("NOPE is not set");
  expect(orders({ apiKeyEnv: "MY_KEY", apiKeyStdin: true })).rejects.toThrow("One key is enough");
  expect(orders({ config: "/nowhere/config.yaml" })).rejects.toThrow("There is no file");
});

test("the ledger is switched on and off by these words alone", async () => {
  expect((await orders({ ledger: "off" })).flags).toEqual({ "ledger.enabled": "false" });
  expect((await orders({ ledger: "on" })).flags).toEqual({ "ledger.enabled": "true" });
  await expect(orders({ ledger: "no" })).rejects.toThrow("on or off");
});

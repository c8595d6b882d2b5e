import { readFileSync } from "node:fs";
import fc from "fast-check";
import { loadConfig } from "../../src/config/layers/load.ts";
import { loadServers } from "../../src/config/servers/load.ts";
import { configTemplate } from "../../src/config/template.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { providers } from "../../src/providers/index.ts";
import { anyText } from "./any-text.ts";
import type { Target } from "./target.ts";

const canary = "sk-ant-CANARY0123456789";

const builtIn = readFileSync(new URL("../../config/servers.yaml", import.meta.url), "utf8");

const servers = `work:
  endpoint: https://llm.example.com/v1
  type: openai
  region: eu
  api_key: ${canary}
  private: true
  tls_verify: true
home: { endpoint: "http://127.0.0.1:11434", type: openai, api_key: "\${HOME_KEY}", latency_ms: 12 }
`;

const settings = `${configTemplate().replaceAll(/^# ?(?=\s*[\w.]+:)/gm, "")}
server: { port: 8080, host: 127.0.0.1, allowed_hosts: [a, b] }
upstream: auto
log:
  level: info
`;

/** What goes between the lines, into them and in their place. */
const noise = fc.oneof(
  fc.constantFrom(
    "\t",
    ": ",
    "- ",
    "&a",
    "*a",
    "<<: *a",
    "!!js/function x",
    "!!binary ",
    "? ",
    "| ",
    "> ",
    "#",
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
  ),
  fc.constantFrom(
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "\ufeff",
    "\0",
    "\r",
    "null",
    "~",
    "0x1F",
    "1e999",
    ".nan",
    "-0",
    "yes",
    "2026-01-01",
    "__proto__",
    "constructor",
  ),
  anyText({ maxLength: 6 }),
);

type Change = { readonly at: number; readonly gone: number; readonly put: string };
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(10_000),
  gone: fc.oneof(fc.constant(0), fc.nat(8), fc.nat(60)),
  put: fc.oneof(fc.constant(""), noise),
});

/** A proper file with a few changes anywhere in it. */
const spoilt = (text: string): fc.Arbitrary<string> =>
  fc.array(change, { maxLength: 6 }).map((changes) =>
    changes.reduce((so, { at, gone, put }) => {
      const place = at % (so.length + 1);
      return so.slice(0, place) + put + so.slice(place + gone);
    }, text),
  );

const yamlText = fc.oneof(
  spoilt(settings),
  spoilt(servers),
  fc.array(noise, { maxLength: 20 }).map((pieces) => pieces.join("")),
);

/** Reads it, or is refused in the one way that people are told about, without the key. */
const readOrRefuse = (read: () => unknown): void => {
  try {
    read();
  } catch (thrown) {
    if (!(thrown instanceof ProxyError) || thrown.code !== "config_invalid") throw thrown;
    if (thrown.message.includes(canary)) throw new Error(`tells the key: ${thrown.message}`);
  }
};

/** The readers of config.yaml and servers.yaml. */
export const config: Target = {
  name: "config",
  claim: "reads a file or says what is wrong with it, never anything else, and never tells a key",
  property: fc.property(yamlText, (text) => {
    readOrRefuse(() => loadConfig({ text, file: "config.yaml", env: {}, flags: {} }));
    readOrRefuse(() =>
      loadServers({
        builtIn,
        own: text,
        file: "servers.yaml",
        providers,
        secrets: { HOME_KEY: "k" },
        readFile: () => "",
      }),
    );
  }),
};

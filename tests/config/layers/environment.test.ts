import { describe, expect, test } from "bun:test";
import { readEnvironment, readVariableFile } from "../../../src/config/layers/environment.ts";
import type { Layer } from "../../../src/config/layers/layer.ts";
import { variablesOf } from "../../../src/config/layers/variables.ts";
import { complaintsOf } from "../../support/problems.ts";

type Reading = typeof readEnvironment;

const read = (env: Readonly<Record<string, string>>, reading: Reading = readEnvironment) => {
  const [layer, complaints] = complaintsOf((complain) => reading(variablesOf(env), complain));
  const settings = Object.fromEntries([...layer.settings].map(([name, { value }]) => [name, value]));
  return { layer, settings, upstreams: upstreamsIn(layer), implied: layer.implied?.value ?? null, complaints };
};

const upstreamsIn = ({ upstreams }: Layer): object =>
  Object.fromEntries(
    [...upstreams].map(([name, { fields }]) => [
      name,
      Object.fromEntries([...fields].map(([field, { value }]) => [field, value])),
    ]),
  );

test("a setting's own variable wins over its short one, and an empty one says nothing", () => {
  const { layer } = read({ PROXY_SERVER_PORT: "5", PROXY_PORT: "6", PROXY_HOST: "" });

  expect(layer.settings.get("server.port")).toMatchObject({ value: 5, source: "env PROXY_SERVER_PORT" });
  expect(layer.settings.has("server.host")).toBe(false);
});

describe("Z12: the variables of the z.ai proxy", () => {
  test("times in seconds are times of ours", () => {
    expect(read({ REQUEST_TIMEOUT: "300", STREAM_TIMEOUT: "1.5", CONNECT_TIMEOUT: "10" }).settings).toEqual({
      "timeouts.first_byte_ms": 300_000,
      "timeouts.first_byte_stream_ms": 1500,
      "timeouts.stream_idle_ms": 1500,
      "timeouts.connect_ms": 10_000,
    });
    expect(read({ REQUEST_TIMEOUT: "5m" }).complaints).toEqual([
      'x env REQUEST_TIMEOUT  REQUEST_TIMEOUT  must be a number of seconds, got "5m"',
    ]);
  });

  test("its key and addresses are those of z.ai's upstream, which is the one that is meant", () => {
    const { upstreams, implied } = read({
      SERVER_API_KEY: "k",
      UPSTREAM_BASE: "https://api.z.ai/api/anthropic",
      OPENAI_UPSTREAM_BASE: "https://api.z.ai/api/coding/paas/v4",
    });

    expect(upstreams).toEqual({
      international: {
        api_key: "k",
        "endpoints.anthropic": "https://api.z.ai/api/anthropic",
        "endpoints.openai-chat": "https://api.z.ai/api/coding/paas/v4",
      },
    });
    expect(implied).toBe("international");
    expect(read({ UPSTREAM_BASE: "https://open.bigmodel.cn/api/anthropic" }).implied).toBe("cn");
  });

  test("what changes nothing here is told, and why", () => {
    expect(read({ ENABLE_ACCURATE_TOKEN_COUNTING: "true" }).complaints).toEqual([
      "! env ENABLE_ACCURATE_TOKEN_COUNTING  ENABLE_ACCURATE_TOKEN_COUNTING  has no effect: tokens are always the vendor's own count, else that of its tokenizer",
    ]);
  });

  test("Z12: its models, its endpoint for text and its thinking are settings", () => {
    const env = {
      AUTOTEXT_MODEL: "glm-5",
      AUTOVISION_MODEL: "glm-5v",
      TEXT_ENDPOINT_PREFERENCE: "openai",
      ENABLE_ZAI_THINKING: "true",
    };

    expect(read(env)).toMatchObject({
      settings: {
        "zai.text_model": "glm-5",
        "zai.vision_model": "glm-5v",
        "zai.text_endpoint": "openai",
        "zai.thinking": "on",
      },
      complaints: [],
    });
    expect(read({ ENABLE_ZAI_THINKING: "0" }).settings).toEqual({ "zai.thinking": "off" });
  });
});

test("C9: LLM_BASE_URL, LLM_TYPE and LLM_API_KEY make an upstream, and LOG_LEVEL takes any case", () => {
  const env = { LLM_BASE_URL: "https://x.example", LLM_TYPE: "openai", LLM_API_KEY: "k", LOG_LEVEL: "WARNING" };

  expect(read(env)).toMatchObject({
    settings: { "log.level": "warn" },
    upstreams: { custom: { endpoint: "https://x.example", type: "openai", api_key: "k" } },
    implied: "custom",
  });
});

describe("plain names", () => {
  const env = { HOST: "0.0.0.0", PORT: "5000", DEBUG: "true", OPENAI_API_KEY: "k" };

  test("mean nothing in a shell, where they may belong to anything", () => {
    expect(read(env)).toMatchObject({ settings: {}, complaints: [] });
  });

  test("count in a file of variables", () => {
    const { settings, complaints } = read(env, readVariableFile);

    expect(settings).toEqual({ "server.host": "0.0.0.0", "server.port": 5000, "log.level": "debug" });
    expect(complaints).toEqual([
      expect.stringContaining("write api_key: ${OPENAI_API_KEY} for openai in servers.yaml"),
    ]);
  });

  test("are weaker than our own", () => {
    expect(read({ ...env, PROXY_PORT: "1", LOG_LEVEL: "error" }, readVariableFile).settings).toMatchObject({
      "server.port": 1,
      "log.level": "error",
    });
  });
});

import { expect } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import type { Destination, Loss } from "../../src/core/translation.ts";
import { dialects } from "../../src/dialects/index.ts";
import { isObject, type JsonObject, listIn, objectIn } from "../../src/lib/json.ts";
import { providers } from "../../src/providers/index.ts";
import { translate } from "../../src/translation/index.ts";
import { rowOf } from "../../src/translation/table/index.ts";
import { recorded, recordedTest } from "../support/recordings.ts";

/** Where requests go: a vendor, one of its formats, a model of it, and the only fields at the top that its documents know. */
const places = [
  { vendor: "anthropic", dialect: "anthropic", model: "claude-sonnet-4-5" },
  { vendor: "anthropic", dialect: "anthropic", model: "claude-opus-5-5" },
  { vendor: "openai", dialect: "openai-chat", model: "gpt-4o" },
  { vendor: "openai", dialect: "openai-chat", model: "gpt-5-mini" },
  { vendor: "openai", dialect: "openai-responses", model: "gpt-5.6-sol" },
  { vendor: "google", dialect: "gemini", model: "gemini-2.5-pro" },
  { vendor: "google", dialect: "gemini", model: "gemini-3.8-flash" },
  { vendor: "mistral", dialect: "openai-chat", model: "mistral-large-latest" },
  { vendor: "zai", dialect: "openai-chat", model: "glm-4.7" },
  { vendor: "zai", dialect: "anthropic", model: "glm-4.7" },
] as const;

/** From the vendors' API references, not from our readers. */
const known: Readonly<Record<string, readonly string[]>> = {
  anthropic: [
    ...["model", "messages", "max_tokens", "system", "tools", "tool_choice", "stream", "cache_control", "temperature"],
    ...["top_p", "top_k", "stop_sequences", "thinking", "output_config", "metadata", "service_tier"],
  ],
  "openai-chat": [
    ...[
      "model",
      "messages",
      "tools",
      "tool_choice",
      "parallel_tool_calls",
      "max_completion_tokens",
      "temperature",
      "top_p",
    ],
    ...["stop", "seed", "presence_penalty", "frequency_penalty", "n", "response_format", "reasoning_effort", "stream"],
    ...[
      "stream_options",
      "user",
      "safety_identifier",
      "store",
      "metadata",
      "service_tier",
      "prompt_cache_key",
      "moderation",
    ],
    ...["prompt_cache_retention", "prompt_cache_options", "verbosity", "top_logprobs"],
  ],
  "openai-responses": [
    ...[
      "model",
      "input",
      "instructions",
      "tools",
      "tool_choice",
      "parallel_tool_calls",
      "max_output_tokens",
      "temperature",
    ],
    ...["top_p", "reasoning", "text", "stream", "user", "safety_identifier", "store", "metadata", "service_tier"],
    ...["prompt_cache_key", "prompt_cache_retention", "prompt_cache_options", "top_logprobs", "moderation"],
  ],
  gemini: ["contents", "systemInstruction", "tools", "toolConfig", "generationConfig"],
  mistral: [
    ...["model", "messages", "temperature", "top_p", "max_tokens", "stream", "stop", "random_seed", "response_format"],
    ...[
      "tools",
      "tool_choice",
      "presence_penalty",
      "frequency_penalty",
      "n",
      "parallel_tool_calls",
      "prompt_cache_key",
    ],
    ...["metadata", "reasoning_effort"],
  ],
  zai: [
    ...[
      "model",
      "messages",
      "thinking",
      "reasoning_effort",
      "temperature",
      "top_p",
      "max_tokens",
      "stream",
      "stop",
      "tools",
    ],
    ...["tool_choice", "response_format"],
  ],
};

for (const place of places) {
  recordedTest(
    `every recorded request of another format fits ${place.vendor} as ${place.dialect}, ${place.model}`,
    () => {
      const problems: string[] = [];
      let count = 0;
      for (const from of dialects) {
        if (from.name === place.dialect || from.name === "unified") continue;
        for (const { name, body, path } of recorded(from.name, "request")) {
          const written = translatedTo(place, from.name, body, path);
          if (written === null) continue;
          count++;
          problems.push(...misfits(place, written.body).map((problem) => `${name}: ${problem}`));
          problems.push(
            ...written.losses.filter(({ rule }) => rowOf(rule) === null).map(({ rule }) => `no row: ${rule}`),
          );
        }
      }

      expect(count).toBeGreaterThan(300);
      expect([...new Set(problems)].slice(0, 20)).toEqual([]);
    },
  );
}

type Place = (typeof places)[number];

/** Null where it was refused, as it may be. */
const translatedTo = (place: Place, fromName: string, body: JsonObject, path: string) => {
  const from = dialects.find(({ name }) => name === fromName);
  const to = dialects.find(({ name }) => name === place.dialect);
  const provider = providers.find(({ name }) => name === place.vendor);
  if (from === undefined || to === undefined || provider === undefined) throw new Error("no such place");
  const destination: Destination = {
    ...{ dialect: place.dialect, provider, upstream: place.vendor, model: place.model },
    ...{ takesImages: true, maxOutputTokens: null },
  };
  const setting = { requestId: "r_1", query: "", tick: () => 0 };
  try {
    const { request, losses } = translate({ chat: from.readRequest(body, path), from, to, destination, setting });
    return { body: objectIn(JSON.parse(JSON.stringify(request.body))), losses: losses satisfies readonly Loss[] };
  } catch (thrown) {
    if (thrown instanceof ProxyError && thrown.code === "untranslatable" && rowOf(thrown.rule ?? "") !== null)
      return null;
    throw thrown;
  }
};

const misfits = (place: Place, body: JsonObject): string[] => {
  const fields =
    known[place.dialect === "openai-chat" && place.vendor !== "openai" ? place.vendor : place.dialect] ?? [];
  const strange = Object.keys(body).filter((name) => !fields.includes(name));
  return [...strange.map((name) => `does not know ${name}`), ...rules[place.dialect](body, place)];
};

type Check = (body: JsonObject, place: Place) => string[];

const objectsIn = (value: unknown): readonly JsonObject[] => listIn(value).filter(isObject);

const told = (problems: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(problems).flatMap(([problem, holds]) => (holds ? [problem] : []));

const rules: Readonly<Record<Place["dialect"], Check>> = {
  anthropic: (body, { model }) => {
    const thinking = objectIn(body["thinking"]);
    const isThinking = thinking["type"] === "enabled" || thinking["type"] === "adaptive";
    const choice = objectIn(body["tool_choice"])["type"];
    const drawn = ["temperature", "top_p", "top_k"].some((name) => name in body);
    const tools = objectsIn(body["tools"]);
    return told({
      "max_tokens is missing": typeof body["max_tokens"] !== "number",
      "a temperature above 1": Number(body["temperature"] ?? 0) > 1,
      "a temperature for a model that takes none": drawn && model === "claude-opus-5-5",
      "a temperature beside thoughts": drawn && isThinking,
      "a budget that is no smaller than the answer":
        Number(thinking["budget_tokens"] ?? 0) >= Number(body["max_tokens"]),
      "a budget under 1,024": Number(thinking["budget_tokens"] ?? 1024) < 1024,
      "enabled without a budget": thinking["type"] === "enabled" && !("budget_tokens" in thinking),
      "a forced tool beside thoughts": isThinking && (choice === "any" || choice === "tool"),
      "a choice without tools": choice !== undefined && tools.length === 0,
      "a name of a tool": tools.some(({ name }) => !/^[a-zA-Z0-9_-]{1,128}$/.test(String(name))),
      "arguments that are no object": tools.some(
        (tool) => "input_schema" in tool && objectIn(tool["input_schema"])["type"] !== "object",
      ),
      "more than four marks": (JSON.stringify(body).match(/"cache_control":/g) ?? []).length > 4,
    });
  },
  "openai-chat": (body, { vendor, model }) => {
    const tools = objectsIn(body["tools"]).map((tool) => objectIn(tool["function"] ?? tool["custom"]));
    return told({
      "a temperature for a model that takes none": model === "gpt-5-mini" && ("temperature" in body || "stop" in body),
      "an effort for a model that takes none":
        (model === "gpt-4o" || vendor === "mistral") && "reasoning_effort" in body,
      "too many stops": listIn(body["stop"]).length > 4,
      "a choice that z.ai does not know":
        vendor === "zai" && !["auto", undefined].includes(body["tool_choice"] as string),
      "a choice without tools": "tool_choice" in body && tools.length === 0,
      "a name of a tool": tools.some(({ name }) => !/^[a-zA-Z0-9_-]{1,64}$/.test(String(name))),
      "two names that are one": new Set(tools.map(({ name }) => name)).size !== tools.length,
      "a user of more than 64": String(body["user"] ?? "").length > 64,
    });
  },
  "openai-responses": (body) => {
    const tools = objectsIn(body["tools"]);
    const ran = tools.filter(({ type }) => type === "function");
    return told({
      "a stop": "stop" in body,
      "a choice without tools": "tool_choice" in body && tools.length === 0,
      "a name of a tool": ran.some(({ name }) => !/^[a-zA-Z0-9_-]{1,128}$/.test(String(name))),
    });
  },
  gemini: (body, { model }) => {
    const config = objectIn(body["generationConfig"]);
    const thinking = objectIn(config["thinkingConfig"]);
    const tools = objectsIn(body["tools"]);
    const functions = tools.flatMap(({ functionDeclarations: list }) => objectsIn(list));
    return told({
      "a level and a budget": "thinkingLevel" in thinking && "thinkingBudget" in thinking,
      "a level for a model with budgets": "thinkingLevel" in thinking && model === "gemini-2.5-pro",
      "too many stops": listIn(config["stopSequences"]).length > 5,
      "a name of a tool": functions.some(({ name }) => !/^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/.test(String(name))),
      "a search beside functions": functions.length > 0 && tools.some((tool) => "googleSearch" in tool),
      "a word of JSON Schema that is not taken": /"(\$schema|const|pattern|exclusiveMinimum)":/.test(
        JSON.stringify(functions.map(({ parametersJsonSchema: schema }) => ({ ...objectIn(schema), properties: 0 }))),
      ),
    });
  },
};

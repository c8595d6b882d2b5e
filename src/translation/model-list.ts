import type { ListedModel, ListShape } from "../core/listed-model.ts";
import { isObject, type JsonObject, listIn, numberOrNull, textOrNull } from "../lib/json.ts";

/** The models of a vendor's list, in whichever of the three shapes it is; null where it is none. */
export const readModelList = (body: unknown): readonly ListedModel[] | null => {
  if (!isObject(body)) return null;
  const { data, models } = body;
  const entries = Array.isArray(data) ? data : Array.isArray(models) ? models : null;
  return entries === null ? null : entries.filter(isObject).flatMap((entry) => readModel(entry) ?? []);
};

/** What the list says of where it goes on; null = this is all of it. */
export const nextPage = (body: unknown): { readonly name: string; readonly value: string } | null => {
  if (!isObject(body)) return null;
  const { has_more: hasMore, last_id: last, nextPageToken: token } = body;
  if (typeof token === "string" && token !== "") return { name: "pageToken", value: token };
  return hasMore === true && typeof last === "string" ? { name: "after_id", value: last } : null;
};

const readModel = (json: JsonObject): ListedModel | null => {
  const { id, name } = json;
  if (typeof id === "string") return json["type"] === "model" ? anthropicModel(id, json) : openaiModel(id, json);
  return typeof name === "string" ? geminiModel(name.replace(/^models\//, ""), json) : null;
};

const anthropicModel = (id: string, json: JsonObject): ListedModel => ({
  id,
  label: textOrNull(json["display_name"]),
  createdAt: timeIn(json["created_at"]),
  owner: null,
  windowTokens: numberOrNull(json["max_input_tokens"]),
  maxOutputTokens: numberOrNull(json["max_tokens"]),
  methods: null,
  entry: { shape: "anthropic", json },
});

/** Those who took the format over have words of their own for what fits into a model. */
const openaiModel = (id: string, json: JsonObject): ListedModel => ({
  id,
  label: textOrNull(json["display_name"]) ?? named(json["name"], id),
  createdAt: seconds(json["created"]),
  owner: textOrNull(json["owned_by"]),
  windowTokens:
    numberOrNull(json["max_context_length"]) ??
    numberOrNull(json["context_length"]) ??
    numberOrNull(json["context_window"]) ??
    numberOrNull(json["max_model_len"]),
  maxOutputTokens: numberOrNull(json["max_output_tokens"]),
  methods: null,
  entry: { shape: "openai", json },
});

const geminiModel = (id: string, json: JsonObject): ListedModel => ({
  id,
  label: textOrNull(json["displayName"]),
  createdAt: null,
  owner: null,
  windowTokens: numberOrNull(json["inputTokenLimit"]),
  maxOutputTokens: numberOrNull(json["outputTokenLimit"]),
  methods: listIn(json["supportedGenerationMethods"]).filter((method) => typeof method === "string"),
  entry: { shape: "gemini", json },
});

const named = (name: unknown, id: string): string | null => (name === id ? null : textOrNull(name));

const seconds = (time: unknown): number | null => {
  const value = numberOrNull(time);
  return value === null ? null : value * 1000;
};

const timeIn = (time: unknown): number | null => {
  const at = typeof time === "string" ? Date.parse(time) : Number.NaN;
  return Number.isNaN(at) ? null : at;
};

/** One model as clients of this format read it. */
export const writeModel = (model: ListedModel, shape: ListShape): JsonObject =>
  model.entry?.shape === shape ? model.entry.json : writers[shape](model);

/** A list, or the page of it that the query asks for, as clients of this format read it. */
export const writeModelList = (models: readonly ListedModel[], shape: ListShape, query: URLSearchParams): JsonObject =>
  pages[shape](models, query);

/** Vendors leave nothing open that their SDKs read: what nobody knows is the beginning of time, or nothing at all. */
const writers: Readonly<Record<ListShape, (model: ListedModel) => JsonObject>> = {
  anthropic: ({ id, label, createdAt }) => ({
    type: "model",
    id,
    display_name: label ?? id,
    created_at: new Date(createdAt ?? 0).toISOString().replace(".000Z", "Z"),
  }),
  openai: ({ id, createdAt, owner }) => ({
    id,
    object: "model",
    created: Math.floor((createdAt ?? 0) / 1000),
    owned_by: owner ?? "unknown",
  }),
  gemini: ({ id, label, windowTokens, maxOutputTokens, methods }) => ({
    name: `models/${id}`,
    displayName: label ?? id,
    ...(windowTokens === null ? {} : { inputTokenLimit: windowTokens }),
    ...(maxOutputTokens === null ? {} : { outputTokenLimit: maxOutputTokens }),
    supportedGenerationMethods: methods ?? ["generateContent", "countTokens"],
  }),
};

type Page = (models: readonly ListedModel[], query: URLSearchParams) => JsonObject;

const anthropicPage: Page = (models, query) => {
  const limit = sizeIn(query.get("limit"), 20);
  const [after, before] = [query.get("after_id"), query.get("before_id")];
  const position = (id: string): number => models.findIndex((model) => model.id === id);
  const end = before === null || position(before) < 0 ? models.length : position(before);
  const start = before === null ? (after === null ? 0 : position(after) + 1) : Math.max(0, end - limit);
  const shown = models.slice(start, Math.min(end, start + limit));
  return {
    data: shown.map((model) => writeModel(model, "anthropic")),
    has_more: before === null ? start + shown.length < models.length : start > 0,
    first_id: shown[0]?.id ?? null,
    last_id: shown.at(-1)?.id ?? null,
  };
};

const geminiPage: Page = (models, query) => {
  const start = Math.max(0, Number.parseInt(query.get("pageToken") ?? "0", 10) || 0);
  const shown = models.slice(start, start + sizeIn(query.get("pageSize"), 50));
  const next = start + shown.length;
  return {
    models: shown.map((model) => writeModel(model, "gemini")),
    ...(next < models.length ? { nextPageToken: String(next) } : {}),
  };
};

const pages: Readonly<Record<ListShape, Page>> = {
  anthropic: anthropicPage,
  openai: (models) => ({ object: "list", data: models.map((model) => writeModel(model, "openai")) }),
  gemini: geminiPage,
};

const sizeIn = (asked: string | null, usual: number): number => {
  const size = Number.parseInt(asked ?? "", 10);
  return Number.isNaN(size) ? usual : Math.min(1000, Math.max(1, size));
};

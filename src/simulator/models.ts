import type { Vendor } from "./format.ts";
import { Refusal } from "./refusal.ts";

/** The vendor's list of models, in its own shape. */
export const modelList = (vendor: Vendor): string => {
  const known = models.filter((model) => belongs(model, vendor));
  if (vendor === "google") return `${JSON.stringify({ models: known.map(googleModel) }, null, 2)}\n`;
  if (vendor !== "anthropic") return `${JSON.stringify({ object: "list", data: known.map(openaiModel) }, null, 2)}\n`;
  const data = known.map(anthropicModel);
  return JSON.stringify({ data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null });
};

/** One model in the vendor's own shape; an unknown one is refused. */
export const modelNamed = (vendor: Vendor, name: string): string => {
  const model = models.find((item) => item.id === name && belongs(item, vendor));
  if (model === undefined) throw unknownModel(vendor, name);
  if (vendor === "anthropic") return JSON.stringify(anthropicModel(model));
  return `${JSON.stringify(vendor === "google" ? googleModel(model) : openaiModel(model), null, 2)}\n`;
};

type Model = { readonly id: string; readonly title: string; readonly vendor: Vendor | "zai" };

/** Names that people know; any other name is answered just as well, only not listed. */
const models: readonly Model[] = [
  { id: "claude-opus-4-6", title: "Claude Opus 4.6", vendor: "anthropic" },
  { id: "claude-sonnet-4-6", title: "Claude Sonnet 4.6", vendor: "anthropic" },
  { id: "claude-haiku-4-5", title: "Claude Haiku 4.5", vendor: "anthropic" },
  { id: "gpt-5.4", title: "GPT-5.4", vendor: "openai" },
  { id: "gpt-5-codex", title: "GPT-5 Codex", vendor: "openai" },
  { id: "gpt-4o", title: "GPT-4o", vendor: "openai" },
  { id: "gpt-4o-mini", title: "GPT-4o mini", vendor: "openai" },
  { id: "text-embedding-3-small", title: "Embedding 3 small", vendor: "openai" },
  { id: "text-embedding-3-large", title: "Embedding 3 large", vendor: "openai" },
  { id: "gemini-3-pro-preview", title: "Gemini 3 Pro", vendor: "google" },
  { id: "gemini-2.5-pro", title: "Gemini 2.5 Pro", vendor: "google" },
  { id: "gemini-2.5-flash", title: "Gemini 2.5 Flash", vendor: "google" },
  { id: "mistral-large-latest", title: "Mistral Large", vendor: "mistral" },
  { id: "mistral-small-latest", title: "Mistral Small", vendor: "mistral" },
  { id: "magistral-medium-latest", title: "Magistral Medium", vendor: "mistral" },
  { id: "codestral-latest", title: "Codestral", vendor: "mistral" },
  { id: "glm-4.6", title: "GLM-4.6", vendor: "zai" },
  { id: "glm-4.6v", title: "GLM-4.6V", vendor: "zai" },
];

/** The OpenAI list also names those who took its format over, as they share its path here. */
const belongs = (model: Model, vendor: Vendor): boolean =>
  vendor === "openai" ? model.vendor !== "anthropic" && model.vendor !== "google" : model.vendor === vendor;

const created = 1_767_225_600;

const anthropicModel = ({ id, title }: Model) => ({
  type: "model",
  id,
  display_name: title,
  created_at: "2026-01-01T00:00:00Z",
});

const openaiModel = ({ id, vendor }: Model) => ({
  id,
  object: "model",
  created,
  owned_by: vendor === "openai" ? "system" : vendor,
});

const googleModel = ({ id, title }: Model) => ({
  name: `models/${id}`,
  version: "001",
  displayName: title,
  description: `Simulated ${title}`,
  inputTokenLimit: 1_048_576,
  outputTokenLimit: 65_536,
  supportedGenerationMethods: ["generateContent", "countTokens"],
});

const unknownModel = (vendor: Vendor, name: string): Refusal => {
  if (vendor === "anthropic") return new Refusal(404, `model: ${name}`);
  if (vendor === "google") return new Refusal(404, `models/${name} was not found.`);
  return new Refusal(404, `The model '${name}' does not exist.`, { param: "model", code: "model_not_found" });
};

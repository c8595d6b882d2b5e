import type { DialectName } from "../../src/core/dialect-name.ts";
import type { Destination, Loss } from "../../src/core/translation.ts";
import { dialects } from "../../src/dialects/index.ts";
import type { JsonObject } from "../../src/lib/json.ts";
import { providers } from "../../src/providers/index.ts";
import { translate } from "../../src/translation/index.ts";

/** A vendor, one of its formats and a model there, in short: `anthropic`, `zai/openai-chat glm-4.7`. */
export type PlaceName = string;

/** A client's request as it leaves for a vendor that speaks another format, and the rules of what it lost. */
export const fitted = (
  from: DialectName,
  body: JsonObject,
  place: PlaceName,
  more: Partial<Destination> = {},
): { readonly body: JsonObject; readonly rules: readonly string[]; readonly losses: readonly Loss[] } => {
  const [where = "", model = null] = place.split(" ");
  const [vendor, spoken] = where.split("/");
  const provider = providers.find(({ name }) => name === vendor);
  const to = dialects.find(({ name }) => name === (spoken ?? provider?.endpoints[0]?.dialects[0]));
  const source = dialects.find(({ name }) => name === from);
  if (provider === undefined || to === undefined || source === undefined) throw new Error(`no such place: ${place}`);
  const destination: Destination = {
    ...{ dialect: to.name, provider, upstream: provider.name, model },
    ...{ takesImages: true, maxOutputTokens: null, ...more },
  };
  const setting = { requestId: "r_1", query: "", tick: () => 0 };
  const chat = source.readRequest(body, "/v1beta/models/m:generateContent");
  const { request, losses } = translate({ chat, from: source, to, destination, setting });
  const sent = JSON.parse(JSON.stringify(request.body)) as JsonObject; // what leaves is JSON
  return { body: sent, rules: losses.map(({ rule }) => rule), losses };
};

/** One thing that a user says, in each format. */
export const says: Readonly<Record<"anthropic" | "openai-chat" | "openai-responses" | "gemini", JsonObject>> = {
  anthropic: { max_tokens: 2000, messages: [{ role: "user", content: "hi" }] },
  "openai-chat": { messages: [{ role: "user", content: "hi" }] },
  "openai-responses": { input: "hi" },
  gemini: { contents: [{ role: "user", parts: [{ text: "hi" }] }] },
};

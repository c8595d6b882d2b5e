import type { DialectName } from "../../src/core/dialect-name.ts";
import type { Provider } from "../../src/core/provider.ts";
import type { Destination } from "../../src/core/translation.ts";
import type { JsonObject } from "../../src/lib/json.ts";
import { anthropic } from "../../src/providers/anthropic.ts";
import { google } from "../../src/providers/google.ts";
import { mistral } from "../../src/providers/mistral.ts";
import { openai } from "../../src/providers/openai.ts";
import { zai } from "../../src/providers/zai.ts";
import { strictChatProblems } from "./strict/chat.ts";
import { sealedGeminiProblems } from "./strict/gemini.ts";
import { problemsIn } from "./strict/index.ts";

/** A place that requests go to, and what its vendor would refuse there. */
export type Place = {
  readonly name: string;
  readonly destination: Destination;
  readonly problems: (body: JsonObject) => readonly string[];
};

/** A destination; what is not said is not known. */
export const destinationOf = (
  provider: Provider,
  dialect: DialectName,
  { model = "m", ...known }: Partial<Destination> = {},
): Destination => ({
  dialect,
  provider,
  upstream: provider.name,
  model,
  takesImages: null,
  maxOutputTokens: null,
  ...known,
});

/** Every format, and the vendors that make something else of it. */
export const places: readonly Place[] = [
  { name: "anthropic", destination: destinationOf(anthropic, "anthropic"), problems: problemsIn.anthropic },
  { name: "openai chat", destination: destinationOf(openai, "openai-chat"), problems: problemsIn["openai-chat"] },
  { name: "mistral", destination: destinationOf(mistral, "openai-chat"), problems: strictChatProblems },
  { name: "zai chat", destination: destinationOf(zai, "openai-chat"), problems: problemsIn["openai-chat"] },
  { name: "zai messages", destination: destinationOf(zai, "anthropic"), problems: problemsIn.anthropic },
  {
    name: "responses",
    destination: destinationOf(openai, "openai-responses"),
    problems: problemsIn["openai-responses"],
  },
  {
    name: "gemini 2.5",
    destination: destinationOf(google, "gemini", { model: "gemini-2.5-flash" }),
    problems: problemsIn.gemini,
  },
  {
    name: "gemini 3",
    destination: destinationOf(google, "gemini", { model: "gemini-3-pro" }),
    problems: sealedGeminiProblems,
  },
];

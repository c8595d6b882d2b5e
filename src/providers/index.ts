import type { Provider } from "../core/provider.ts";
import { anthropic } from "./anthropic.ts";
import { google } from "./google.ts";
import { mistral } from "./mistral.ts";
import { openai } from "./openai.ts";
import { simulator } from "./simulator.ts";
import { zai } from "./zai.ts";

/** Every vendor we know, in the order in which people see them. */
export const providers: readonly Provider[] = [anthropic, openai, google, mistral, zai, simulator];

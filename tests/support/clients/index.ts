import { aiSdks } from "./ai.ts";
import { anthropicSdk } from "./anthropic.ts";
import type { SdkClient } from "./client.ts";
import { googleSdk } from "./google.ts";
import { mistralSdk } from "./mistral.ts";
import { openaiChatSdk } from "./openai-chat.ts";
import { openaiResponsesSdk } from "./openai-responses.ts";

/** Every vendor's own SDK, and one that speaks to all of them. */
export const sdkClients: readonly SdkClient[] = [
  ...[anthropicSdk, openaiChatSdk, openaiResponsesSdk, googleSdk, mistralSdk],
  ...aiSdks,
];

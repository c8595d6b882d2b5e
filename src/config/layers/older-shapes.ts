import { z } from "zod";

const yesOrNo = z.boolean();
const text = z.string();

/** Sections of older files that change nothing here: checked, told why, then left alone. */
export const withoutEffect: Readonly<Record<string, { readonly shape: z.ZodType; readonly why: string }>> = {
  metrics: {
    shape: z.strictObject({ track_savings: yesOrNo.optional(), show_realtime: yesOrNo.optional() }),
    why: "has no effect: savings are always counted; see them with proxy-cli stats, or tui",
  },
  "session.enabled": {
    shape: yesOrNo,
    why: "has no effect: conversations are always told apart",
  },
};

/** Sections of older files that say where requests go; the rest of them is in servers.yaml. */
export const addresses = {
  /** The address of a built-in upstream. */
  ai_providers: z.record(z.string(), z.strictObject({ base_url: text })),
  /** One more upstream, as `start --base-url --type --api-key` makes it. */
  llm: z.strictObject({ base_url: text.optional(), type: text.optional(), api_key: text.optional() }),
} as const;

/** How a field of `llm:` is called in servers.yaml. */
export const llmFields = { base_url: "endpoint", type: "type", api_key: "api_key" } as const;

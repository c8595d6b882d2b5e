/** The wire formats by name; a provider names them by string and the runtime resolves them. */
export type DialectName = "anthropic" | "openai-chat" | "openai-responses" | "gemini" | "unified";

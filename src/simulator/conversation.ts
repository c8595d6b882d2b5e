/** The wire formats that the simulated vendor speaks. */
export type DialectName = "anthropic" | "openai-chat" | "openai-responses" | "gemini";

/** One thing that was said before, as far as the script cares. */
export type Said =
  | { readonly by: "user"; readonly parts: readonly string[] }
  | { readonly by: "assistant"; readonly text: string }
  | { readonly by: "instruction"; readonly text: string }
  | { readonly by: "tool"; readonly text: string };

/** A tool that the client offers; `custom` takes free text, `local_shell` is the shell that needs no schema. */
export type OfferedTool = {
  readonly kind: "function" | "custom" | "local_shell";
  readonly name: string;
  readonly namespace: string | null;
  readonly schema: unknown;
};

/** What the client allows or demands about tools. */
export type ToolChoice =
  | { readonly type: "auto" }
  | { readonly type: "none" }
  | { readonly type: "required" }
  | { readonly type: "named"; readonly name: string };

/** A request of any vendor format, boiled down to what decides the answer. */
export type Ask = {
  readonly model: string;
  readonly stream: boolean;
  readonly said: readonly Said[];
  readonly tools: readonly OfferedTool[];
  readonly toolChoice: ToolChoice;
  readonly parallelTools: boolean;
  /** `hidden`: the model thinks and is billed for it, but its words are not shown. */
  readonly thinking: "off" | "shown" | "hidden";
  readonly maxTokens: number | null;
  readonly stopSequences: readonly string[];
  /** The JSON schema that the answer's text has to satisfy, when structured output was asked for. */
  readonly answerSchema: unknown;
  readonly inputTokens: number;
};

/** One piece of the answer. */
export type Block =
  | { readonly type: "thinking"; readonly text: string }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool"; readonly tool: OfferedTool; readonly input: { readonly [name: string]: unknown } };

/** Why the answer ended. */
export type Stop =
  | { readonly reason: "end" }
  | { readonly reason: "tool" }
  | { readonly reason: "length" }
  | { readonly reason: "sequence"; readonly sequence: string };

/** What one exchange is billed for; `outputTokens` includes `thinkingTokens`, `inputTokens` is the whole input. */
export type Bill = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly thinkingTokens: number;
  /** The part of the input that came from the vendor's prompt cache. */
  readonly cachedTokens: number;
  /** The part of the input that went into it, where a vendor bills that. */
  readonly cacheWrittenTokens: number;
  /** Of what was written: for an hour instead of five minutes. */
  readonly cacheWritten1hTokens: number;
};

/** What costs nothing. */
export const nothingBilled: Bill = {
  inputTokens: 0,
  outputTokens: 0,
  thinkingTokens: 0,
  cachedTokens: 0,
  cacheWrittenTokens: 0,
  cacheWritten1hTokens: 0,
};

/** The decided answer, before any vendor's format is put on it. */
export type Reply = { readonly blocks: readonly Block[]; readonly stop: Stop; readonly bill: Bill };

/** What the client means by its last turn, without the reminders that agents put around it. */
export const lastUserText = (said: readonly Said[]): string => {
  const turn = said.findLast((item) => item.by === "user");
  if (turn?.by !== "user") return "";
  const own = turn.parts.findLast((part) => part.trim() !== "" && !/^\s*<[\w-]+>/.test(part));
  return own ?? turn.parts.at(-1) ?? "";
};

/** The tool outputs that came after the last user turn, oldest first. */
export const pendingToolOutputs = (said: readonly Said[]): readonly string[] => {
  const since = said.slice(said.findLastIndex((item) => item.by === "user") + 1);
  return since.flatMap((item) => (item.by === "tool" ? [item.text] : []));
};

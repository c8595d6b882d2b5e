import type { AnswerFormat, ToolChoice } from "./chat.ts";
import type { DialectName } from "./dialect-name.ts";

/**
 * Where a vendor, or some of its models, takes other settings than its format says (`usual` in src/translation/takes.ts).
 * Of several that fit, the later one wins, field by field.
 */
export type TakesHere = Partial<Takes> & {
  readonly dialect: DialectName;
  /** The models that it is about; absent = all. */
  readonly models?: RegExp;
};

/** What a request may say to a vendor in one format, besides its messages. */
export type Takes = {
  /** The only fields at the top of a body that are taken, where all others are refused; null = others do no harm. */
  readonly fields: readonly string[] | null;
  /** Fields at the top of a body that are refused. */
  readonly refusedFields: readonly string[];
  /** Fields at the top of a body that have another name here. */
  readonly renamedFields: Readonly<Record<string, string>>;
  /** The only fields of a message that are taken, by who speaks, where all others are refused; null = others do no harm. */
  readonly messageFields: Readonly<Record<string, readonly string[]>> | null;
  /** Parts of messages that are refused, by their type. */
  readonly refusedParts: readonly string[];
  /** Whether the address of an image may stand there as a plain text, and not in an object alone. */
  readonly plainImageUrls: boolean;
  /** Whether what OpenAI says of a request as a whole means something here: `store`, `metadata`, `verbosity`, `user`. */
  readonly openaiFields: boolean;
  /** What the name of a tool may be made of, and its most characters. */
  readonly toolNames: { readonly shape: RegExp; readonly maxLength: number };
  /** How a tool may be chosen. */
  readonly choices: readonly ToolChoice["mode"][];
  /** The word for "some tool must be called", in formats that have more than one. */
  readonly requiredWord: string;
  /** Whether several calls at once can be allowed and forbidden. */
  readonly parallelFlag: boolean;
  /** Whether tools can be held to their schema. */
  readonly strictTools: boolean;
  /** Whether the vendor searches the web by itself, as a tool of the format. */
  readonly webSearch: boolean;
  /** Whether tools that the vendor runs may stand beside those that the client runs. */
  readonly mixedTools: boolean;
  /** The most stop sequences; 0 = there are none. */
  readonly maxStops: number;
  /** The highest temperature; null = none can be set, nor `top_p` or `top_k`. */
  readonly maxTemperature: number | null;
  /** Whether a temperature and a `top_p` may stand together. */
  readonly temperatureWithTopP: boolean;
  readonly topK: boolean;
  readonly seed: boolean;
  readonly penalties: boolean;
  /** The most answers to one request. */
  readonly maxCandidates: number;
  readonly formats: readonly AnswerFormat["type"][];
  /** Whether a schema of the answer, and one that a tool is held to, may have no limits in it: numbers, lengths, patterns. */
  readonly bareSchemas: boolean;
  /** In what words it is told how much to think; null = in none. */
  readonly reasoning: ReasoningWords | null;
  /** Whether marks in the prompt say what is to be cached (`cache_control`). */
  readonly cacheMarks: boolean;
  /** Whether a key that holds the turns of a conversation together has a place (`prompt_cache_key`). */
  readonly cacheKey: boolean;
  /** The word for keeping a prompt longer (`prompt_cache_retention`); null = there is none. */
  readonly cacheRetention: string | null;
};

/** How a model is told how much to think. */
export type ReasoningWords = {
  /** `effort` = in words, `budget` = in tokens, `switch` = on or off. */
  readonly by: "effort" | "budget" | "switch";
  /** The field of a chat completion that says it. */
  readonly field: "reasoning_effort" | "thinking";
  /** The efforts that it has, the least first; empty = none. */
  readonly efforts: readonly string[];
  readonly canBeOff: boolean;
  /** Whether the model may be left to decide. */
  readonly canBeAdaptive: boolean;
  /** Whether it can be told to show its thoughts, or not to. */
  readonly canBeShown: boolean;
  /** The fewest and the most tokens of a budget. */
  readonly budget: { readonly min: number; readonly max: number };
};

/** Where a client of a vendor's is sent to: a proxy with the upstream that it shall ask, or the vendor itself (null). */
export type At = { readonly url: string; readonly upstream: string | null; readonly model: string };

/** What a person has an SDK do. */
export type Job = {
  readonly text: string;
  readonly stream?: boolean;
  /** Offers a shell; what it is called with is answered with `ran` and the command. */
  readonly tools?: boolean;
  readonly thinks?: boolean;
  /** The answer has to be an object with this schema. */
  readonly schema?: object;
  /** A picture beside the text, or in what the shell gives. */
  readonly picture?: "asked" | "given";
};

/** One answer, as the SDK has put it together. */
export type Said = {
  readonly text: string;
  readonly thought: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly input: unknown }[];
  /** Why it ended, in the client's own words. */
  readonly stop: string | null | undefined;
  readonly input: number;
  readonly output: number;
  readonly cached: number;
};

/** A vendor's SDK: does a job to its end, with every answer on the way; runs tools as its documents say. */
export type SdkClient = {
  readonly name: string;
  /** The vendor whose format it speaks, see `vendorsApart`. */
  readonly home: "anthropic" | "chat" | "responses" | "gemini" | "mistral";
  readonly work: (at: At, job: Job) => Promise<readonly Said[]>;
  /** What its answers end with, in its own words: with calls, and without. */
  readonly stops: { readonly call: string; readonly end: string };
  /** Whether tools may give pictures. */
  readonly takesPicturesFromTools: boolean;
};

/** One white dot. */
export const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

/** The shell's arguments. */
export const commandSchema = {
  type: "object",
  properties: { command: { type: "string" } },
  required: ["command"],
  additionalProperties: false,
} as const;

/** What the shell says. */
export const ran = (input: unknown): string => `ran ${String((input as { command?: unknown }).command)}`;

/** The header by which a proxy knows whom to ask. */
export const toUpstream = (upstream: string | null): Record<string, string> =>
  upstream === null ? {} : { "x-proxy-upstream": upstream };

/** More turns than any job takes. */
export const mostTurns = 8;

/** A key that no vendor's has the shape of. */
export const key = "simulated-key-0000";

import { isObject, textOrNull } from "../lib/json.ts";
import { keyHeaderNames } from "./detect.ts";

/** What middleware of the user's is told of a request: facts, harmless headers, and never a key or a word of the prompt. */
export type RequestFacts = {
  readonly id: string;
  /** Wall clock, ISO 8601. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly dialect: string | null;
  readonly client: string | null;
  readonly model: string | null;
  readonly stream: boolean;
  readonly upstream: string | null;
  readonly session: string | null;
  /** Of the body. */
  readonly bytes: number;
  readonly headers: Readonly<Record<string, string>>;
};

/** What it may say to that. */
export type OwnVerdict = {
  /** Headers to add on the way to the vendor. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** A remark for the log and the trace. */
  readonly note: string | null;
  /** Why the request goes no further. */
  readonly refusal: string | null;
};

/** One middleware of the user's as it runs. */
export type OwnRunner = {
  /** The name of its file. */
  readonly name: string;
  /** What becomes of a request on which it fails: it goes on, or it fails too. */
  readonly onError: "pass" | "fail";
  /** Rejects where it throws, takes too long, or says what cannot be meant. */
  readonly ask: (facts: RequestFacts) => Promise<OwnVerdict>;
};

const longestText = 500;
const mostHeaders = 20;

/** What it said, as far as that can be meant; null = it cannot. */
export const verdictIn = (said: unknown): OwnVerdict | null => {
  if (said === undefined || said === null) return { headers: [], note: null, refusal: null };
  if (!isObject(said) || Object.keys(said).some((key) => !["headers", "note", "refuse"].includes(key))) return null;
  const { headers = {}, note = null, refuse = null } = said;
  const pairs = isObject(headers) ? Object.entries(headers) : null;
  const isMeant = pairs !== null && pairs.length <= mostHeaders && pairs.every(mayBeAdded);
  if (!isMeant || !isTextOrNull(note) || !isTextOrNull(refuse)) return null;
  return { headers: pairs.map(([name, value]) => [name.toLowerCase(), String(value)]), note, refusal: refuse };
};

const isTextOrNull = (value: unknown): value is string | null =>
  value === null || (textOrNull(value)?.length ?? Number.POSITIVE_INFINITY) <= longestText;

/** Headers of one's own begin with `x-`; none may speak for us, for a hop, or carry a key. */
const mayBeAdded = ([written, value]: readonly [string, unknown]): boolean => {
  const name = written.toLowerCase();
  const isOurs = name.startsWith("x-proxy-") || name.startsWith("x-forwarded-");
  const isPlain = typeof value === "string" && /^[\x20-\x7e]{0,1000}$/.test(value);
  return /^x-[a-z0-9-]{1,60}$/.test(name) && !isOurs && !keyHeaderNames.includes(name) && isPlain;
};

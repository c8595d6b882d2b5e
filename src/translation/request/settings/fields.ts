import type { Chat } from "../../../core/chat.ts";
import type { DialectName } from "../../../core/dialect-name.ts";
import type { Takes } from "../../../core/takes.ts";
import type { Loss } from "../../../core/translation.ts";
import { merged } from "../../../lib/fields.ts";
import { isObject, type JsonObject, objectIn, textOrNull } from "../../../lib/json.ts";
import { isMessages } from "../../formats.ts";
import { lost } from "../../loss.ts";
import type { Rule } from "../../table/index.ts";
import { takesOf } from "../../takes.ts";
import type { Step } from "../step.ts";
import { cacheKeyOf, hashOf } from "./cache-key.ts";
import { fates, isQuiet } from "./fates.ts";

/**
 * What is said of a request as a whole, besides what the neutral words have: in the other format's own fields, or left out.
 * The last step: from here on the conversation belongs to no format, so that the writer puts these fields into it.
 */
export const fitFields: Step = (chat, { dialect, provider, model }) => {
  const from = chat.origin?.dialect ?? dialect;
  if (from === dialect) return { chat, losses: [] };
  const takes = takesOf(provider, dialect, model ?? chat.model);
  const said = flat(chat.extras);
  const isSameBody = from === "unified" && dialect === "openai-chat";
  const kept = isSameBody ? withoutProvider(chat.extras) : takes.openaiFields ? keptOf(said, from, dialect) : {};
  const extras = [
    kept,
    userIn(chat.extras, dialect, takes),
    tierIn(said, dialect),
    cacheIn(chat, takes),
    reasoningIn(chat, takes),
  ];
  const losses = isSameBody ? [] : lossesOf(said, from, dialect, kept);
  return { chat: { ...chat, extras: extras.reduce((all, one) => merged(all, one), {}), origin: null }, losses };
};

/** The fields that say something, those inside of the groups that a reader takes apart by their path. */
const flat = (extras: JsonObject): ReadonlyMap<string, unknown> =>
  new Map(
    Object.entries(extras).flatMap(([name, value]): [string, unknown][] => {
      if (value === null || value === undefined) return [];
      if (!groups.has(name) || !isObject(value)) return [[name, value]];
      return Object.entries(value).flatMap(([inner, one]) => (one === null ? [] : [[`${name}.${inner}`, one]]));
    }),
  );

const groups: ReadonlySet<string> = new Set([
  "generationConfig",
  "text",
  "reasoning",
  "thinking",
  "output_config",
  "toolConfig",
]);

const withoutProvider = ({ provider: _provider, ...extras }: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(extras).filter(([, value]) => value !== null));

const isChat = (dialect: DialectName): boolean => dialect === "openai-chat" || dialect === "unified";

/** Between OpenAI's two formats some fields are the same, or have another place. */
const keptOf = (said: ReadonlyMap<string, unknown>, from: DialectName, to: DialectName): JsonObject => {
  const isBetween =
    (isChat(from) && to === "openai-responses") || (from === "openai-responses" && to === "openai-chat");
  if (!isBetween) return {};
  const same = [...said].filter(([name]) => shared.has(name));
  const verbosity = said.get("verbosity") ?? said.get("text.verbosity");
  const placed = to === "openai-responses" ? { text: { verbosity } } : { verbosity };
  return { ...Object.fromEntries(same), ...(verbosity === undefined ? {} : placed) };
};

const shared: ReadonlySet<string> = new Set([
  ...["store", "metadata", "service_tier", "user", "safety_identifier", "prompt_cache_key", "prompt_cache_retention"],
  ...["prompt_cache_options", "top_logprobs", "moderation"],
]);

/** Who asks: another vendor learns no more of it than that it is the same one again. */
const userIn = (extras: JsonObject, to: DialectName, { openaiFields }: Takes): JsonObject => {
  const said =
    textOrNull(extras["safety_identifier"]) ??
    textOrNull(extras["user"]) ??
    textOrNull(objectIn(extras["metadata"])["user_id"]);
  if (said === null || to === "gemini" || !openaiFields) return {};
  const user = said.length > maxUserLength || said.startsWith("{") ? hashOf(said) : said;
  if (isMessages(to)) return { metadata: { user_id: user } };
  return "safety_identifier" in extras ? {} : { user };
};

/** OpenAI refuses a longer one. */
const maxUserLength = 64;

const tierIn = (said: ReadonlyMap<string, unknown>, to: DialectName): JsonObject => {
  const tier = said.get("service_tier");
  if (isMessages(to) && (tier === "default" || tier === "auto"))
    return { service_tier: tier === "default" ? "standard_only" : "auto" };
  if (isAnthropicTier(tier) && to.startsWith("openai")) return { service_tier: tier === "auto" ? "auto" : "default" };
  return {};
};

const isAnthropicTier = (tier: unknown): boolean => tier === "auto" || tier === "standard_only";

/** The key that holds a conversation together, and a longer time where the client has asked for one. */
const cacheIn = (chat: Chat, { cacheKey, cacheRetention }: Takes): JsonObject => {
  if (!cacheKey) return {};
  const parts = [chat, ...chat.tools, ...chat.system, ...chat.messages.flatMap(({ blocks }) => blocks)];
  const isLong = parts.some(({ cacheMark }) => (cacheMark?.ttlSeconds ?? 0) > 300);
  const retention = isLong && cacheRetention !== null ? { prompt_cache_retention: cacheRetention } : {};
  return { prompt_cache_key: cacheKeyOf(chat), ...retention };
};

/** A null names the field in which a chat completion says how much is thought; some vendors take an effort beside it. */
const reasoningIn = ({ reasoning }: Chat, { reasoning: words }: Takes): JsonObject => {
  if (reasoning === null || words === null || words.field !== "thinking") return {};
  return { thinking: null, ...(reasoning.effort === null ? {} : { reasoning_effort: reasoning.effort }) };
};

/** A field has one name in both of OpenAI's formats, and in one of them a group around it. */
const withoutGroup = (name: string): string => name.replace(/^text\./, "");

const lossesOf = (
  said: ReadonlyMap<string, unknown>,
  from: DialectName,
  to: DialectName,
  kept: JsonObject,
): readonly Loss[] => {
  const counts = new Map<Rule, number>();
  const arrived = [...flat(kept).keys()].map(withoutGroup);
  for (const [name, value] of said) {
    if (arrived.includes(withoutGroup(name)) || isQuiet(name, value, to)) continue;
    const rule = fates(name, value, from, to);
    if (rule !== null) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return [...counts].flatMap(([rule, count]) => lost(rule, count));
};

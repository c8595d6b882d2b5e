import { z } from "zod";
import { memoryModes, rewardProfiles, thinkingBindings } from "../../core/memory.ts";
import { bytes, days, milliseconds, setting, text, whole, yesOrNo } from "./setting.ts";

const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: `must be one of ${words.join(", ")}` });

/** A mode, wherever one may be said: for all, for a rule, for an upstream. */
export const memoryMode = oneOf(memoryModes);

const shareError = "must be a number from 0 to 1";

/** What may be left out of conversations. */
export const memorySettings = {
  "memory.mode": setting(
    memoryMode,
    "shadow",
    "How much of conversations is left out on their way: off and shadow change nothing, shadow works out what each of the others would have saved. Rules, upstreams and sessions may say otherwise, but not while it is off.",
  ),
  "memory.budget_ms": setting(
    milliseconds,
    5,
    "How long a request may wait for what can be left out of it; what is not found by then goes as it is.",
  ),
  "memory.min_messages": setting(
    whole(0, 100_000),
    0,
    "Conversations with fewer messages are left as they are. What they hold then goes as it is for good: a floor costs most of what could be saved.",
    { aliases: ["vidurai.compression_threshold"], env: ["VIDURAI_COMPRESSION_THRESHOLD"] },
  ),
  "memory.min_tokens": setting(
    whole(0, 1_000_000),
    0,
    "Texts with fewer tokens are left as they are; 0 = as the mode has it.",
  ),
  "memory.keep": setting(
    whole(0, 100_000),
    0,
    "How many results of tools, the latest ones, are never left out later on; 0 = as the mode has it.",
  ),
  "memory.exclude_tools": setting(
    z.array(text, { error: "must be a list of names of tools" }),
    [],
    "Tools whose results always go as they are, by their names.",
  ),
  "memory.environment": setting(
    yesOrNo,
    true,
    "Whether what tools say of their surroundings with every message is told once, in the modes that leave something out.",
    { env: ["ENABLE_ENVIRONMENT_DEDUPLICATION"] },
  ),
  "memory.thinking_binding": setting(
    oneOf(thinkingBindings),
    "keep",
    "What becomes of a thought that its vendor has sealed over all before it: keep = nothing before it is changed, drop_block = the vendor may drop it.",
  ),
  "memory.image_age": setting(
    whole(1, 100_000),
    3,
    "After how many messages of a person's since it was last spoken of an image may become a line of text.",
  ),
  "memory.keep_days": setting(
    days,
    30,
    "How many days what was left out of conversations is kept so that it can be had again, in modes that leave something out; 0 keeps it for ever.",
  ),
  "memory.keep_bytes": setting(
    bytes,
    256 * 1024 ** 2,
    "How much room all of that may take, in bytes as it is stored; the oldest goes first, what was pinned stays.",
  ),
  "memory.max_memories": setting(
    whole(1, 10_000_000),
    10_000,
    "How many texts are searched by recall, of one conversation or of all; the oldest are passed over.",
    { aliases: ["vidurai.max_memories"], env: ["VIDURAI_MAX_MEMORIES"] },
  ),
  "memory.min_importance": setting(
    z.number({ error: shareError }).min(0, { error: shareError }).max(1, { error: shareError }),
    0,
    "How important a text has to be, from 0 to 1, for recall to bring it back.",
    { aliases: ["vidurai.min_importance"], env: ["VIDURAI_MIN_IMPORTANCE"] },
  ),
  "memory.decay": setting(
    yesOrNo,
    false,
    "Whether recall thinks less of a text the longer ago it was said: half of it in two weeks.",
    {
      aliases: ["vidurai.enable_decay"],
      env: ["VIDURAI_ENABLE_DECAY"],
    },
  ),
  "memory.learning": setting(
    oneOf(["off", "on"]),
    "off",
    "Whether the mode of each new conversation is picked by what paid in its project so far, in place of memory.mode; not while that is off.",
  ),
  "memory.reward_profile": setting(
    oneOf(rewardProfiles),
    "BALANCED",
    "What learning goes for: QUALITY picks among the careful ways, COST among the thrifty ones, and counts mistakes less.",
    { aliases: ["vidurai.reward_profile"], env: ["VIDURAI_REWARD_PROFILE"] },
  ),
} as const;

import { z } from "zod";
import { globOf } from "../../lib/glob.ts";
import { bytes, setting, text, whole, yesOrNo } from "./setting.ts";

const globs = z.array(
  text.refine((pattern) => globOf(pattern) !== null, {
    error: "must be a name, with * for anything and {a,b} for one of these",
  }),
  { error: "must be a list of names or patterns" },
);

/** Answers that are given again. */
export const cacheSettings = {
  "cache.enabled": setting(
    yesOrNo,
    false,
    "Keeps answers, and gives them again to the same request of the same client. They lie in cache.db, as they are.",
    {
      agreement: "Answers will be written to a file on this computer while the cache is on. Do you want that?",
    },
  ),
  "cache.ttl_seconds": setting(whole(1, 31_536_000), 600, "How long an answer is given again.", {
    aliases: ["cache.ttl", "cache_ttl"],
    env: ["CACHE_TTL", "CACHE_TTL_SECONDS"],
  }),
  "cache.max_entry_bytes": setting(bytes, 1024 ** 2, "Larger answers are not kept."),
  "cache.max_bytes": setting(
    bytes,
    256 * 1024 ** 2,
    "How much room all of them may take; what was not asked for the longest goes first. A quarter of it, 64 MB at most, is in memory too.",
  ),
  "cache.streams": setting(
    yesOrNo,
    false,
    "Whether streams are kept too. They are given again as streams, as fast as the client takes them.",
  ),
  "cache.tool_answers": setting(
    yesOrNo,
    false,
    "Whether answers that call a tool are kept: an agent that gets one again does the same again.",
  ),
  "cache.shared": setting(
    yesOrNo,
    false,
    "Whether one client is given what another one has asked for; else each key and each token has answers of its own.",
  ),
  "cache.single_flight": setting(
    yesOrNo,
    true,
    "Whether of requests that are the same and come at once only one goes out, and the others wait for its answer.",
  ),
  "cache.deterministic_only": setting(
    yesOrNo,
    false,
    "Whether only chats with temperature 0 are kept; else who wants another answer to the same question says x-proxy-cache: refresh.",
  ),
  "cache.paths": setting(
    globs,
    ["*"],
    "The paths whose answers are kept, of chats and embeddings: /v1/messages, *embed*.",
  ),
  "cache.models": setting(
    globs,
    ["*"],
    "The models whose answers are kept, by the names that the upstream has for them.",
  ),
} as const;

import { type JsonObject, listIn, objectIn } from "../../../lib/json.ts";
import { isMessages } from "../../formats.ts";
import { refused } from "../../loss.ts";
import { takesOf } from "../../takes.ts";
import type { Step } from "../step.ts";

/** Refuses what would mean something else: what the client's vendor holds, and answers that the other format cannot give. */
export const refuseHeld: Step = (chat, { dialect, provider, upstream, model }) => {
  const { extras, sampling } = chat;
  const from = chat.origin?.dialect ?? null;
  const there = `upstream "${upstream}"`;
  if (isMessages(from) && (chat.continues !== null || "thread" in extras))
    throw refused("held.thread", `The conversation of \`thread\` is kept by another vendor than ${there}.`, {
      hint: "Send all messages of the conversation, without `thread`.",
      // What the SDKs go by: they then go on without threads.
      details: { error_code: "thread_unsupported_request", unsupported: ["thread"] },
    });
  if (from === "openai-responses" && chat.continues !== null)
    throw refused("held.response", `The messages before are kept by another vendor than ${there}.`, {
      hint: "Send all items in `input`, without `previous_response_id` and `conversation`.",
    });
  if (isSaid(extras, "cachedContent"))
    throw refused("held.cached-content", `The content of \`cachedContent\` is kept by another vendor than ${there}.`, {
      hint: "Send the content itself.",
    });
  if (from === "openai-responses" && isSaid(extras, "prompt"))
    throw refused("held.prompt", `The template of \`prompt\` is kept by another vendor than ${there}.`, {
      hint: "Send the instructions themselves.",
    });
  if (extras["background"] === true)
    throw refused("held.background", "An answer in the background would be kept nowhere.", {
      hint: "Leave `background` out, and take the answer at once.",
    });
  const { maxCandidates } = takesOf(provider, dialect, model ?? chat.model);
  if ((sampling.candidates ?? 1) > maxCandidates)
    throw refused(
      "sampling.candidates",
      `${there.replace("u", "U")} gives at most ${maxCandidates} answer(s) to a request.`,
      {
        hint: "Leave `n` out, or send the request more than once.",
      },
    );
  if (hasNoWords(extras))
    throw refused("format.media", `An answer without text cannot come from ${there}.`, { hint: "Ask for text, too." });
  return { chat, losses: [] };
};

const isSaid = (extras: JsonObject, name: string): boolean => extras[name] !== undefined && extras[name] !== null;

const hasNoWords = (extras: JsonObject): boolean => {
  const kinds = [
    ...listIn(extras["modalities"]),
    ...listIn(objectIn(extras["generationConfig"])["responseModalities"]),
  ];
  return kinds.length > 0 && !kinds.some((kind) => String(kind).toLowerCase() === "text");
};

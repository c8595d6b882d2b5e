import { lost } from "../../loss.ts";
import type { Step } from "../step.ts";

/**
 * The line by which one client tells its vendor which of its programs asks. It changes with every request, so for everybody
 * else it would make the whole prompt behind it a new one.
 */
export const attribution = /^x-anthropic-billing-header:/i;

/** A text without the line at its beginning; what stands behind it stays. */
export const withoutLine = (text: string): string => text.replace(/^[^\n]*\n?/, "").trimStart();

/** Takes the line out, for vendors to whom it says nothing. */
export const withoutAttribution: Step = (chat, { provider }) => {
  if (provider.homeOf.includes("anthropic")) return { chat, losses: [] };
  let gone = 0;
  const system = chat.system.flatMap((block) => {
    if (block.type !== "text" || !attribution.test(block.text)) return [block];
    gone++;
    const text = withoutLine(block.text);
    return text === "" ? [] : [{ ...block, text }];
  });
  return { chat: gone === 0 ? chat : { ...chat, system }, losses: lost("system.attribution", gone) };
};

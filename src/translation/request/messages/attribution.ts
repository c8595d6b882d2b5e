import { lost } from "../../loss.ts";
import type { Step } from "../index.ts";

/**
 * The line by which one client tells its vendor which of its programs asks. It changes with every request, so for everybody
 * else it would make the whole prompt behind it a new one.
 */
export const attribution = /^x-anthropic-billing-header:/i;

/** Takes the line out, for vendors to whom it says nothing. */
export const withoutAttribution: Step = (chat, { provider }) => {
  if (provider.homeOf.includes("anthropic")) return { chat, losses: [] };
  const system = chat.system.filter((block) => block.type !== "text" || !attribution.test(block.text));
  const gone = chat.system.length - system.length;
  return { chat: gone === 0 ? chat : { ...chat, system }, losses: lost("system.attribution", gone) };
};

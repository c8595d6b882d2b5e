import type { Chat } from "../../core/chat.ts";
import type { Destination, Loss, Names } from "../../core/translation.ts";

/** A conversation that its destination can take, what that has cost, and the tools that have another name there. */
export type Fitted = { readonly chat: Chat; readonly losses: readonly Loss[]; readonly names?: Names };

/** One kind of change: takes a conversation to what the destination knows. */
export type Step = (chat: Chat, destination: Destination) => Fitted;

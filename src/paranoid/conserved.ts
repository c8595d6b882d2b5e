import type { Block, Chat, Message } from "../core/chat.ts";
import type { Exchange } from "../core/exchange.ts";
import { byMemory, removedBy } from "../core/memory.ts";
import { isObject, parsedJson } from "../lib/json.ts";
import { spliced } from "../lib/json-splice.ts";
import type { Broken } from "./violations.ts";

/**
 * What was left out of a request leaves alone what must stay (I-04): instructions, tools, calls and what pairs them with
 * results, the order of everything, and what a person has said last. And it left something out: the request got no longer.
 */
export const watchConserved = (broken: Broken): ((exchange: Exchange) => void) => {
  return (exchange) => {
    const { id, notes } = exchange;
    const removed = removedBy(notes.forwarded);
    if (removed < 0) broken("I-04", `${id}: ${-removed} tokens more than the client has sent`);
    const chats = chatsOf(exchange);
    if (chats === null) return;
    for (const what of changedIn(chats.sent, chats.leaves))
      broken("I-04", `${id}: ${what} is not as the client sent it`);
  };
};

type Chats = { readonly sent: Chat; readonly leaves: Chat };

/** The conversation as it came, and as it is with what was left out; null where nothing was, or nobody can read it. */
const chatsOf = ({ body, dialect, edits, path }: Exchange): Chats | null => {
  const shortening = edits.filter(({ by }) => by === byMemory);
  if (shortening.length === 0 || dialect === null || body.kind !== "held") return null;
  const bytes = spliced(body.bytes, shortening);
  const [sent, leaves] = [body.bytes, bytes].map((one) =>
    parsedJson(new TextDecoder().decode(one ?? new Uint8Array())),
  );
  if (!isObject(sent) || !isObject(leaves)) return null; // then it goes out as it came
  return { sent: dialect.readRequest(sent, path), leaves: dialect.readRequest(leaves, path) };
};

/** What has changed and must not, in words without a word of the conversation. */
const changedIn = (sent: Chat, leaves: Chat): readonly string[] => {
  const parts = ["model", "stream", "system", "tools", "toolChoice", "sampling", "format", "continues"] as const;
  const changed: string[] = parts.filter((part) => !Bun.deepEquals(sent[part], leaves[part]));
  if (sent.messages.length !== leaves.messages.length) return [...changed, "the number of messages"];
  const last = sent.messages.findLastIndex(isSaid);
  const isKept = (message: Message, at: number): boolean => {
    const { blocks, role, name } = leaves.messages[at] ?? message;
    const isAlike = role === message.role && name === message.name && blocks.length === message.blocks.length;
    return isAlike && message.blocks.every((block, place) => mayBecome(block, blocks[place], message, at === last));
  };
  return [...changed, ...sent.messages.flatMap((message, at) => (isKept(message, at) ? [] : [`message ${at}`]))];
};

/** A person, or the program in a person's place, has said something in it. */
const isSaid = ({ role, blocks }: Message): boolean => role === "user" && blocks.some(({ type }) => type === "text");

/** Whether a block may go out as that other one. */
const mayBecome = (sent: Block, leaves: Block | undefined, { role }: Message, isLast: boolean): boolean => {
  if (leaves === undefined || Bun.deepEquals(sent, leaves)) return leaves !== undefined;
  if (sent.type === "tool-result" && leaves.type === "tool-result")
    return Bun.deepEquals({ ...sent, blocks: [] }, { ...leaves, blocks: [] }); // what it says is what is left out
  if (role !== "user" && role !== "tool") return false;
  if (leaves.type !== "text") return false;
  if (sent.type === "media") return true; // a picture of long ago, as a line
  return sent.type === "text" && (!isLast || saysTheSame(sent.text, leaves.text));
};

/** What a program adds to what a person says may stand for itself where it has not changed; the person's words stay. */
const saysTheSame = (sent: string, leaves: string): boolean => {
  const kept = leaves.split(/<[^<>\s]+>as before<\/[^<>\s]+>/);
  let at = 0;
  for (const piece of kept) {
    const found = sent.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return kept.length > 1 && sent.startsWith(kept[0] ?? "") && sent.endsWith(kept.at(-1) ?? "");
};

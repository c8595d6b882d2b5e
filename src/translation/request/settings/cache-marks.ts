import type { Block, Chat, Message, Part } from "../../../core/chat.ts";
import { lost } from "../../loss.ts";
import { takesOf } from "../../takes.ts";
import type { Step } from "../step.ts";

/** Up to where the vendor keeps the prompt: the client's marks, at most four; where it has made none, those that pay. */
export const fitMarks: Step = (chat, { dialect, provider, model, autoCache }) => {
  const { cacheMarks } = takesOf(provider, dialect, model ?? chat.model);
  if (!cacheMarks) return { chat, losses: [] };
  const marks = marksIn(chat);
  if (marks === 0 && (autoCache ?? true) && isWorthIt(chat)) return { chat: marked(chat), losses: [] };
  if (marks <= maxMarks) return { chat, losses: [] };
  return { chat: withoutFirst(chat, marks - maxMarks), losses: lost("cache.marks-cut", marks - maxMarks) };
};

/** Anthropic refuses a fifth. */
const maxMarks = 4;

const hasMark = (part: Part): boolean => part.cacheMark !== undefined;

const marksIn = (chat: Chat): number =>
  [chat, ...chat.tools, ...chat.system, ...chat.messages.flatMap(({ blocks }) => blocks)].filter(hasMark).length;

/** Takes the first marks away, in the order of the prompt: tools, instructions, messages. */
const withoutFirst = (chat: Chat, count: number): Chat => {
  let left = count;
  const unmarked = <T extends Part>(part: T): T => {
    if (left === 0 || !hasMark(part)) return part;
    left--;
    const { cacheMark: _mark, ...rest } = part;
    return rest as T; // the same but for a mark that it need not have
  };
  const tools = chat.tools.map(unmarked);
  const system = chat.system.map(unmarked);
  const messages = chat.messages.map((message) => ({ ...message, blocks: message.blocks.map(unmarked) }));
  return { ...chat, tools, system, messages };
};

/**
 * Writing to the cache costs a quarter more than not to, reading it a tenth: it pays where the same beginning comes again.
 * That is so of agents, which have tools, and of long prompts.
 */
const isWorthIt = (chat: Chat): boolean => chat.tools.length > 0 || lengthOf(chat) > minCharacters;

/** Some 2,000 tokens; what is shorter many models do not keep at all. */
const minCharacters = 8000;

const lengthOf = ({ system, messages }: Chat): number => {
  let length = 0;
  for (const block of [...system, ...messages.flatMap(({ blocks }) => blocks)])
    if (block.type === "text") length += block.text.length;
  return length;
};

/**
 * Behind the tools, behind the instructions, behind the turn before and behind the newest message. The next turn finds the
 * newest of this one as the one before; nothing here goes by what was sent earlier, so the same turns get the same marks.
 */
const marked = (chat: Chat): Chat => {
  const spoken = chat.messages.flatMap((message, at) => (canBeMarked(message) ? [at] : []));
  const newest = spoken.at(-1);
  const isOneShot = chat.tools.length === 0 && !chat.messages.some(({ role }) => role === "assistant");
  const before = spoken.findLast(
    (at) => newest !== undefined && at < newest && chat.messages[at]?.role !== "assistant",
  );
  const places = new Set([
    ...(isOneShot || newest === undefined ? [] : [newest]),
    ...(before === undefined ? [] : [before]),
  ]);
  const instructed = lastInstruction(chat.messages);
  if (instructed !== -1) places.add(instructed);
  return {
    ...chat,
    tools: withLastMarked(chat.tools, ({ hosted }) => hosted === null),
    system: instructed === -1 ? withLastMarked(chat.system, isMarkable) : chat.system,
    messages: chat.messages.map((message, at) =>
      places.has(at) ? { ...message, blocks: withLastMarked(message.blocks, isMarkable) } : message,
    ),
  };
};

const isInstruction = ({ role }: Message): boolean => role === "system" || role === "developer";

/** The last of the instructions that stand before the conversation as messages, where the other format has its system; -1 = none does. */
const lastInstruction = (messages: readonly Message[]): number => {
  const first = messages.findIndex((message) => !isInstruction(message));
  return (first === -1 ? messages : messages.slice(0, first)).findLastIndex(({ blocks }) => blocks.some(isMarkable));
};

const canBeMarked = (message: Message): boolean => !isInstruction(message) && message.blocks.some(isMarkable);

const isMarkable = (block: Block): boolean =>
  (block.type === "text" && block.text !== "") || ["media", "tool-call", "tool-result"].includes(block.type);

const withLastMarked = <T extends Part>(parts: readonly T[], fits: (part: T) => boolean): readonly T[] => {
  const last = parts.findLastIndex(fits);
  return parts.map((part, at) => (at === last ? { ...part, cacheMark: { ttlSeconds: null } } : part));
};

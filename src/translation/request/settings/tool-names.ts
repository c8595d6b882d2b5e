import { createHash } from "node:crypto";
import type { Block, Chat, Tool } from "../../../core/chat.ts";
import type { Takes } from "../../../core/takes.ts";
import type { ClientTool } from "../../../core/translation.ts";
import { lost } from "../../loss.ts";
import { takesOf } from "../../takes.ts";
import type { Step } from "../step.ts";
import { namespaceOf } from "./namespaces.ts";

/**
 * Names that the other vendor takes, the same for the same tools each time, in the list of tools and in the calls of earlier
 * turns; with the way back. Runs before tools lose the form in which their client knows them.
 */
export const nameTools: Step = (chat, { dialect, provider, model }) => {
  const { toolNames } = takesOf(provider, dialect, model ?? chat.model);
  const own = chat.tools.filter(({ hosted }) => hosted === null);
  const named = new Map<string, string>();
  const taken = new Set<string>();
  // Names that stay as they are come first: none of them has to give way to one that is made.
  const isKept = (tool: Tool): boolean => namespaceOf(tool) === null && isTaken(tool.name, toolNames);
  for (const tool of [...own.filter(isKept), ...own.filter((tool) => !isKept(tool))]) {
    const key = keyOf(tool);
    if (named.has(key)) continue;
    const name = isKept(tool) ? tool.name : madeName(tool, toolNames, taken);
    named.set(key, name);
    taken.add(name);
  }
  const names = new Map<string, ClientTool>();
  for (const tool of own) {
    const name = named.get(keyOf(tool)) ?? tool.name;
    const namespace = namespaceOf(tool);
    if (name !== tool.name || tool.isPlain || namespace !== null)
      names.set(name, { name: tool.name, isPlain: tool.isPlain, extras: namespace === null ? {} : { namespace } });
  }
  const changed = own.filter((tool) => namespaceOf(tool) === null && named.get(keyOf(tool)) !== tool.name).length;
  const nameOf = (part: Tool | Block, name: string): string =>
    named.get(keyOf({ name, extras: part.extras })) ??
    (isTaken(name, toolNames) ? name : madeName({ name, extras: {} }, toolNames, none));
  return { chat: renamed(chat, nameOf), losses: lost("tools.name", changed), names };
};

const none: ReadonlySet<string> = new Set();

type Named = Pick<Tool, "name" | "extras">;

const keyOf = (tool: Named): string => `${namespaceOf(tool) ?? ""}\u0000${tool.name}`;

const isTaken = (name: string, { shape, maxLength }: Takes["toolNames"]): boolean =>
  name.length <= maxLength && shape.test(name);

/** A name of the same letters as far as they go; where that would be too long or somebody else's, it ends in a hash. */
const madeName = (tool: Named, limits: Takes["toolNames"], taken: ReadonlySet<string>): string => {
  const namespace = namespaceOf(tool) ?? "";
  const joint = namespace === "" || namespace.endsWith("_") ? "" : "__";
  const whole = `${namespace}${joint}${tool.name}`.replace(/[^a-zA-Z0-9_-]/g, "_");
  const name = /^[a-zA-Z_]/.test(whole) ? whole : `_${whole}`;
  if (isTaken(name, limits) && !taken.has(name)) return name;
  const end = createHash("sha256").update(keyOf(tool)).digest("hex").slice(0, 8);
  return `${name.slice(0, limits.maxLength - end.length - 1)}_${end}`;
};

type NameOf = (part: Tool | Block, name: string) => string;

const renamed = (chat: Chat, nameOf: NameOf): Chat => {
  const tools = chat.tools.map((tool) => {
    const name = tool.hosted === null ? nameOf(tool, tool.name) : tool.name;
    return name === tool.name ? tool : { ...tool, name };
  });
  // Results bear no namespace: theirs is that of the call that they belong to.
  const called = new Map(
    chat.messages.flatMap(({ blocks }) =>
      blocks.flatMap((block): [string, string][] =>
        block.type === "tool-call" && block.id !== null ? [[block.id, nameOf(block, block.name)]] : [],
      ),
    ),
  );
  const messages = chat.messages.map((message) => {
    const blocks = message.blocks.map((block) => withName(block, nameOf, called));
    return blocks.every((block, at) => block === message.blocks[at]) ? message : { ...message, blocks };
  });
  const { toolChoice } = chat;
  const name = toolChoice?.name ?? null;
  const chosen =
    toolChoice === null || name === null ? toolChoice : { ...toolChoice, name: chosenName(chat, name, nameOf) };
  return { ...chat, tools, messages, toolChoice: chosen };
};

const withName = (block: Block, nameOf: NameOf, called: ReadonlyMap<string, string>): Block => {
  if (block.type === "tool-call" && !block.isServerSide) {
    const name = nameOf(block, block.name);
    return name === block.name ? block : { ...block, name };
  }
  if (block.type !== "tool-result" || block.isServerSide || block.name === null) return block;
  const name = called.get(block.callId ?? "") ?? nameOf(block, block.name);
  return name === block.name ? block : { ...block, name };
};

const chosenName = (chat: Chat, name: string, nameOf: NameOf): string => {
  const tool = chat.tools.find((one) => one.name === name);
  return tool === undefined ? name : nameOf(tool, name);
};

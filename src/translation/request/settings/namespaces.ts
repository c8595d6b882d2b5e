import type { Block, Chat, Tool } from "../../../core/chat.ts";
import { flagOrNull, isObject, listIn, textOrNull } from "../../../lib/json.ts";
import { lost } from "../../loss.ts";
import type { Step } from "../step.ts";

/** Unfolds tools that stand in a namespace: only one format has that. Its name stays with them until they are named anew. */
export const unfoldNamespaces: Step = (chat, { dialect }) => {
  if (dialect === "openai-responses" || !chat.tools.some(isNamespace)) return { chat, losses: [] };
  const tools = chat.tools.flatMap((tool) => (isNamespace(tool) ? toolsIn(tool) : [tool]));
  return { chat: { ...chat, tools }, losses: lost("tools.namespace", chat.tools.filter(isNamespace).length) };
};

const isNamespace = ({ hosted }: Tool): boolean => hosted === "namespace";

const toolsIn = ({ name: namespace, extras, origin }: Tool): readonly Tool[] =>
  listIn(extras["tools"])
    .filter(isObject)
    .map(({ type, name, description, parameters, strict }) => ({
      name: textOrNull(name) ?? "",
      description: textOrNull(description),
      schema: parameters ?? null,
      isPlain: type === "custom",
      isStrict: flagOrNull(strict),
      hosted: type === "function" || type === "custom" ? null : String(type),
      extras: { namespace },
      origin,
    }));

/** The namespace of a tool or of a call; null where it stands by itself. */
export const namespaceOf = ({ extras }: Pick<Tool | Block, "extras">): string | null => textOrNull(extras["namespace"]);

/** Whether any tool of a conversation stands in a namespace. */
export const hasNamespaces = ({ tools }: Chat): boolean => tools.some((tool) => namespaceOf(tool) !== null);

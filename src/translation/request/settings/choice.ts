import type { Chat, ToolChoice } from "../../../core/chat.ts";
import type { DialectName } from "../../../core/dialect-name.ts";
import type { Loss } from "../../../core/translation.ts";
import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../../lib/json.ts";
import { isMessages } from "../../formats.ts";
import { lost } from "../../loss.ts";
import { takesOf } from "../../takes.ts";
import type { Step } from "../step.ts";

/** Which tools may be called, in a way that the other vendor knows. */
export const fitChoice: Step = (chat, { dialect, provider, model }) => {
  const { choices, parallelFlag } = takesOf(provider, dialect, model ?? chat.model);
  const { chat: within, losses: some } = onlyAllowed(chat, dialect);
  const losses: Loss[] = [...some];
  const { toolChoice } = within;
  if (toolChoice === null) return { chat: within, losses };
  let choice: ToolChoice | null = toolChoice;
  let { tools } = within;
  if (choice.mode === "none" && !choices.includes("none")) {
    losses.push(...lost("choice.none", tools.length));
    tools = [];
  }
  if (tools.length === 0) return { chat: { ...within, tools, toolChoice: null }, losses };
  if (choice.mode === "named" && !tools.some(({ name }) => name === toolChoice.name)) {
    choice = decidedByModel(choice);
    losses.push(...lost("choice.gone"));
  }
  if (!choices.includes(choice.mode)) {
    choice = decidedByModel(choice);
    losses.push(...lost("choice.mode"));
  }
  if (choice.isParallel !== null && !parallelFlag) {
    losses.push(...lost("choice.parallel", choice.isParallel ? 0 : 1));
    choice = { ...choice, isParallel: null };
  }
  // In Anthropic's words nothing can be said of parallel calls where none may be made.
  if (isMessages(dialect) && choice.mode === "none") choice = { ...choice, isParallel: null };
  return { chat: { ...within, tools, toolChoice: choice }, losses };
};

const decidedByModel = (choice: ToolChoice): ToolChoice => ({ ...choice, mode: "auto", name: null });

/** Where several tools are named of which any may be called, only these are offered: nobody else can say it so. */
const onlyAllowed = (chat: Chat, dialect: DialectName): { readonly chat: Chat; readonly losses: readonly Loss[] } => {
  const { toolChoice, origin } = chat;
  if (toolChoice === null || origin === null || origin.dialect === dialect) return { chat, losses: [] };
  const names = allowedNames(toolChoice.extras, chat.extras);
  if (names.length === 0) return { chat, losses: [] };
  const tools = chat.tools.filter(({ name }) => names.includes(name));
  return { chat: { ...chat, tools }, losses: lost("choice.some", chat.tools.length - tools.length) };
};

const allowedNames = (choice: JsonObject, whole: JsonObject): readonly string[] => {
  const listed = listIn(choice["tools"] ?? objectIn(choice["allowed_tools"])["tools"]).filter(isObject);
  const calling = objectIn(objectIn(whole["toolConfig"])["functionCallingConfig"]);
  const named = listed.map((one) => one["name"] ?? objectIn(one["function"])["name"]);
  return [...named, ...listIn(calling["allowedFunctionNames"])].map(textOrNull).filter((name) => name !== null);
};

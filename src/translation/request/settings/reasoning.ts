import type { Chat, Reasoning } from "../../../core/chat.ts";
import type { ReasoningWords } from "../../../core/takes.ts";
import type { Loss } from "../../../core/translation.ts";
import { isMessages } from "../../formats.ts";
import { lost } from "../../loss.ts";
import { takesOf } from "../../takes.ts";
import { lacksThought } from "../messages/last-thought.ts";
import type { Step } from "../step.ts";
import { effortFor, nearestEffort, tokensFor } from "./efforts.ts";

/** How much is thought, in the words that the model is told it in; together with what must not stand beside it. */
export const fitReasoning: Step = (chat, { dialect, provider, model, maxOutputTokens }) => {
  const asked = chat.reasoning;
  if (asked === null) return { chat, losses: [] };
  const { reasoning: words } = takesOf(provider, dialect, model ?? chat.model);
  if (words === null) {
    const isAsked = asked.mode === "on" || asked.effort !== null || asked.budgetTokens !== null;
    return { chat: { ...chat, reasoning: null }, losses: lost("reasoning.none", isAsked ? 1 : 0) };
  }
  const { reasoning, losses } = inWordsOf(words, asked);
  const isShown = shownFor(chat, asked, words, dialect === "gemini");
  const fitted = { ...chat, reasoning: { ...reasoning, isShown } };
  if (!isMessages(dialect)) return { chat: fitted, losses };
  const isBudget = fitted.reasoning.mode === "on" && fitted.reasoning.budgetTokens !== null;
  if (isBudget && words.canBeOff && provider.quirks.thoughtBegins === true && lacksThought(chat))
    return { chat: { ...chat, reasoning: off }, losses: [...losses, ...lost("reasoning.thought-gone")] };
  const beside = besideThoughts(fitted, words, chat.sampling.maxTokens ?? maxOutputTokens);
  return { chat: beside.chat, losses: [...losses, ...beside.losses] };
};

const off: Reasoning = { mode: "off", effort: null, budgetTokens: null, isShown: null };

type Said = { readonly reasoning: Reasoning; readonly losses: readonly Loss[] };

const inWordsOf = (words: ReasoningWords, asked: Reasoning): Said => {
  const silent: Reasoning = { mode: null, effort: null, budgetTokens: null, isShown: null };
  if (asked.mode === "off") return switchedOff(words, silent);
  if (words.by === "switch") return switched(asked, silent);
  return words.by === "budget" ? inTokens(words, asked, silent) : inEfforts(words, asked, silent);
};

const switchedOff = (words: ReasoningWords, silent: Reasoning): Said => {
  if (words.canBeOff) return { reasoning: { ...silent, mode: "off" }, losses: [] };
  const losses = lost("reasoning.off");
  const [least] = words.efforts;
  if (words.by === "budget") return { reasoning: { ...silent, mode: "on", budgetTokens: words.budget.min }, losses };
  return { reasoning: { ...silent, effort: least ?? null }, losses };
};

const switched = ({ effort, budgetTokens }: Reasoning, silent: Reasoning): Said => ({
  reasoning: { ...silent, mode: "on" },
  losses: lost("reasoning.switched", effort !== null || budgetTokens !== null ? 1 : 0),
});

const inTokens = ({ budget, canBeAdaptive }: ReasoningWords, asked: Reasoning, silent: Reasoning): Said => {
  const { effort, budgetTokens } = asked;
  if (asked.mode === "adaptive" && canBeAdaptive && effort === null)
    return { reasoning: { ...silent, mode: "adaptive" }, losses: [] };
  const isSaid = effort !== null || budgetTokens !== null || asked.mode !== null;
  if (!isSaid) return { reasoning: silent, losses: [] };
  const wanted = budgetTokens ?? tokensFor(effort ?? "medium");
  const fitting = Math.min(Math.max(wanted, budget.min), budget.max);
  const losses = [
    ...lost("reasoning.effort-to-budget", budgetTokens === null ? 1 : 0),
    ...lost("reasoning.budget-cut", budgetTokens === null || fitting === wanted ? 0 : 1),
  ];
  return { reasoning: { ...silent, mode: "on", budgetTokens: fitting }, losses };
};

const inEfforts = (words: ReasoningWords, asked: Reasoning, silent: Reasoning): Said => {
  const { mode, effort, budgetTokens } = asked;
  const losses: Loss[] = [];
  const said = effort ?? (budgetTokens === null ? null : effortFor(budgetTokens));
  if (effort === null && said !== null) losses.push(...lost("reasoning.budget-to-effort"));
  const near = said === null ? null : nearestEffort(said, words.efforts);
  if (effort !== null && near !== effort) losses.push(...lost("reasoning.effort-near"));
  // Only where thinking has to be asked for: a model that decides by itself is left to.
  const isUnasked = near === null && (mode === "adaptive" || mode === "on") && !words.canBeAdaptive && words.canBeOff;
  if (isUnasked) losses.push(...lost("reasoning.adaptive"));
  const isThinking = near !== null || mode === "on" || mode === "adaptive";
  const word = words.canBeAdaptive ? "adaptive" : words.field === "thinking" ? "on" : null;
  return {
    reasoning: {
      ...silent,
      mode: isThinking ? word : null,
      effort: isUnasked ? nearestEffort("medium", words.efforts) : near,
    },
    losses,
  };
};

/** Whoever thinks in Anthropic's format sees it, unless told otherwise; Gemini shows thoughts only to who asks. */
const shownFor = (chat: Chat, asked: Reasoning, words: ReasoningWords, isGemini: boolean): boolean | null => {
  if (!words.canBeShown || asked.mode === "off") return null;
  const isUsual = isGemini && isMessages(chat.origin?.dialect) && asked.mode !== null;
  return asked.isShown ?? (isUsual ? true : null);
};

/** A budget is below the tokens of the answer, no tool is forced, and no temperature set, where Anthropic's models think. */
const besideThoughts = (
  chat: Chat,
  words: ReasoningWords,
  maxTokens: number | null,
): { readonly chat: Chat; readonly losses: readonly Loss[] } => {
  const { reasoning, toolChoice, sampling } = chat;
  const isForced = toolChoice?.mode === "required" || toolChoice?.mode === "named";
  const isThinking = reasoning?.mode === "on" || reasoning?.mode === "adaptive" || !words.canBeOff;
  if (reasoning === null || !isThinking) return { chat, losses: [] };
  if (isForced && words.canBeOff) return { chat: { ...chat, reasoning: off }, losses: lost("reasoning.forced-tool") };
  const { temperature, topP, topK } = sampling;
  const isDrawn = temperature !== null || topP !== null || topK !== null;
  const calm = isDrawn ? { ...chat, sampling: { ...sampling, temperature: null, topP: null, topK: null } } : chat;
  const free = isForced ? { ...calm, toolChoice: { ...toolChoice, mode: "auto" as const, name: null } } : calm;
  const within = belowAnswer(free, reasoning, words, maxTokens);
  const losses = [...lost("sampling.thinking", isDrawn ? 1 : 0), ...lost("choice.thinking", isForced ? 1 : 0)];
  return { chat: within.chat, losses: [...losses, ...within.losses] };
};

/** A budget that the tokens of the answer have no room for is half of them. */
const belowAnswer = (
  chat: Chat,
  reasoning: Reasoning,
  { budget }: ReasoningWords,
  maxTokens: number | null,
): { chat: Chat; losses: readonly Loss[] } => {
  const { budgetTokens } = reasoning;
  if (budgetTokens === null || maxTokens === null || budgetTokens < maxTokens) return { chat, losses: [] };
  const half = Math.floor(maxTokens / 2);
  const fitting = Math.max(half, budget.min);
  if (fitting >= maxTokens) return { chat: { ...chat, reasoning: null }, losses: lost("reasoning.no-room") };
  return {
    chat: { ...chat, reasoning: { ...reasoning, budgetTokens: fitting } },
    losses: lost("reasoning.budget-cut"),
  };
};

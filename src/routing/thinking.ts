import type { DialectName } from "../core/dialect-name.ts";
import type { Edit } from "../core/edit.ts";
import type { JsonPath } from "../lib/json.ts";
import { valueAt } from "../lib/json-splice.ts";

/** What a wish to think is written into. */
export type Asking = {
  /** The client's format. */
  readonly dialect: DialectName;
  readonly body: Uint8Array;
  /** Whether the vendor has a switch of its own for it, and no effort. */
  readonly hasSwitch: boolean;
  /** Whether it may be left to the model how much, or has to be a budget, where the client's format has both. */
  readonly canBeAdaptive: boolean;
};

/** What makes a model think, or not, in the client's own words; nothing where the client says so itself. */
export const thinkingEdits = (isOn: boolean, asking: Asking): readonly Edit[] => {
  const { places, change } = formats[asking.dialect];
  if (places.some((path) => valueAt(asking.body, path) !== null)) return [];
  const found = change(isOn, asking);
  return found === null ? [] : [{ kind: "body", by: "plan", do: "set", ...found }];
};

type Change = { readonly path: JsonPath; readonly value: unknown };

type Format = {
  /** Where a client says it. */
  readonly places: readonly JsonPath[];
  /** Null = it cannot be said in this request. */
  readonly change: (isOn: boolean, asking: Asking) => Change | null;
};

const type = (isOn: boolean): string => (isOn ? "enabled" : "disabled");

const chat: Format = {
  places: [["thinking"], ["reasoning"], ["reasoning_effort"]],
  change: (isOn, { hasSwitch }) =>
    hasSwitch
      ? { path: ["thinking"], value: { type: type(isOn) } }
      : { path: ["reasoning_effort"], value: isOn ? "medium" : "none" },
};

const formats: Readonly<Record<DialectName, Format>> = {
  anthropic: {
    places: [["thinking"]],
    change: (isOn, { body, canBeAdaptive }) => {
      if (!isOn) return { path: ["thinking"], value: { type: type(isOn) } };
      if (canBeAdaptive) return { path: ["thinking"], value: { type: "adaptive" } };
      const budget = budgetFor(body);
      return budget === null ? null : { path: ["thinking"], value: { type: type(isOn), budget_tokens: budget } };
    },
  },
  "openai-chat": chat,
  unified: chat,
  "openai-responses": {
    places: [["reasoning"]],
    change: (isOn) => ({ path: ["reasoning"], value: { effort: isOn ? "medium" : "none" } }),
  },
  gemini: {
    places: [["generationConfig", "thinkingConfig"]],
    change: (isOn, { body }) => {
      const thinkingConfig = { thinkingBudget: isOn ? -1 : 0 };
      return valueAt(body, ["generationConfig"]) === null
        ? { path: ["generationConfig"], value: { thinkingConfig } }
        : { path: ["generationConfig", "thinkingConfig"], value: thinkingConfig };
    },
  },
};

/** Half of the answer, within what Anthropic takes; null where the answer is too short to think at all. */
const budgetFor = (body: Uint8Array): number | null => {
  const written = valueAt(body, ["max_tokens"]);
  const maxTokens = written === null ? Number.NaN : Number(new TextDecoder().decode(written));
  if (!(maxTokens > leastBudget)) return null;
  return Math.max(leastBudget, Math.min(mostBudget, Math.floor(maxTokens / 2)));
};

const leastBudget = 1024;
const mostBudget = 16_000;

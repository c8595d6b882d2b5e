import { z } from "zod";
import { budgetPeriods, budgetSpenders, stopWords } from "../../core/budget.ts";
import { pattern, patterns, whom } from "./patterns.ts";
import { milliseconds, setting, text, whole } from "./setting.ts";

const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: `must be one of ${words.join(", ")}` });

const dollarError = "must be a number of dollars above 0, such as 5 or 0.50";
const dollars = z
  .number({ error: dollarError })
  .positive({ error: dollarError })
  .max(1_000_000, { error: dollarError });

const tokenError = "must be a number of tokens, such as 200000, 200k or 2M";
const mostTokens = 1e12;
const tokens = z
  .union([z.number({ error: tokenError }), z.string({ error: tokenError })], { error: tokenError })
  .refine((written) => tokensIn(written) !== null, { error: tokenError });

/** `200k`, `2M`, `1.5m` or a number as that many tokens; null = it is none. */
export const tokensIn = (written: number | string): number | null => {
  const [, digits = "", unit = ""] = /^(\d{1,12}(?:\.\d{1,6})?)\s?([kmb]?)$/i.exec(String(written)) ?? [];
  const many = Math.round(Number(digits) * ({ "": 1, k: 1e3, m: 1e6, b: 1e9 }[unit.toLowerCase()] ?? 1));
  return digits === "" || many < 1 || many > mostTokens ? null : many;
};

const when = z.strictObject({
  ...{ client: whom.client, token: whom.token, upstream: whom.upstream },
  model: patterns
    .optional()
    .meta({ description: "The model, by any of its names: as asked for, as sent, as answered." }),
});

const spenderError = `must be one of ${budgetSpenders.join(", ")}, or a list of them`;
const spender = z.enum(budgetSpenders, { error: spenderError });

const listError = "must be a list of budgets, such as [{ name: daily, per: day, dollars: 5 }]";
const limitError = "must have a limit: dollars, tokens, requests or minutes";

const budget = z
  .strictObject(
    {
      name: text
        .max(40, { error: "must have 40 letters at most" })
        .regex(/^[\w.-]+$/, { error: "must be letters, digits and . _ -" })
        .meta({ description: "How it is called in commands and sentences." }),
      per: oneOf(budgetPeriods).meta({
        description: "For how long it is added up: a conversation, a run of one program, a day from midnight, a month.",
      }),
      each: z
        .union([spender, z.array(spender).min(1)], { error: spenderError })
        .optional()
        .meta({ description: "Counted apart for each of these; without it all together." }),
      when: when.optional().meta({ description: "Which requests count: all of it has to be so; nothing = every one." }),
      dollars: dollars.optional().meta({ description: "What may be spent." }),
      tokens: tokens.optional().meta({ description: "Input and output together: 200k, 2M." }),
      requests: whole(1, 1_000_000_000).optional().meta({ description: "How many that are answered." }),
      minutes: z
        .number({ error: "must be a number of minutes above 0" })
        .positive({ error: "must be a number of minutes above 0" })
        .optional()
        .meta({ description: "How long requests may take, all together." }),
      warn_at: z
        .number({ error: "must be a share from 0 to 1, such as 0.8" })
        .min(0, { error: "must be a share from 0 to 1, such as 0.8" })
        .max(1, { error: "must be a share from 0 to 1, such as 0.8" })
        .optional()
        .meta({ description: "From which share on it is told (0.8)." }),
      on_over: oneOf(stopWords)
        .optional()
        .meta({ description: "When it is used up: warn, pause (ask a person) or stop. Without it stop." }),
      unknown: oneOf(["count", "stop", "ignore"]).optional().meta({
        description:
          "Requests whose cost nobody knows: told apart (count), a reason to stop, or not even told (ignore).",
      }),
    },
    { error: listError },
  )
  .refine(({ dollars: a, tokens: b, requests: c, minutes: d }) => [a, b, c, d].some((one) => one !== undefined), {
    error: limitError,
  });

/** One budget, as the settings have it. */
export type BudgetSetting = z.infer<typeof budget>;

const isNamedOnce = (all: readonly BudgetSetting[]): boolean =>
  new Set(all.map(({ name }) => name)).size === all.length;

/** What may be spent, and what is a loop. */
export const budgetSettings = {
  budgets: setting(
    z.array(budget, { error: listError }).refine(isNamedOnce, { error: "must have a name of its own each" }),
    [],
    "What may be spent: by day, month, session or run, by client, token, upstream or model. See docs/budgets.md.",
    { hasParts: true },
  ),
  "budget.pause_ms": setting(
    milliseconds,
    120_000,
    "How long a request waits for a person's answer when its budget says pause; without one it is stopped.",
  ),
  "loops.same_call": setting(
    whole(0, 1000),
    5,
    "So many times the same call of a tool, with the same arguments, is a loop; 0 = nobody looks.",
  ),
  "loops.of_last": setting(
    whole(1, 1000),
    10,
    "Among so many of a conversation's latest calls the same one is counted.",
  ),
  "loops.same_request": setting(
    whole(0, 1000),
    0,
    "So many times the same request in one conversation is a loop; 0 = nobody looks.",
  ),
  "loops.on_loop": setting(
    oneOf(stopWords),
    "warn",
    "What becomes of a request that goes on with a loop: warn, pause (ask a person) or stop.",
  ),
  "loops.ignore": setting(
    z.array(pattern, { error: "must be a list of patterns for names of tools" }),
    ["*output*", "*wait*", "*sleep*", "*poll*", "*status*", "*screenshot*"],
    "Tools that may be called again and again: they look how far something is.",
  ),
} as const;

import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { money } from "../output/units.ts";

/** What questions of ours are likely to cost, and what they may; in micro-dollars, null = the price is not known. */
export type Expense = { readonly aboutMicros: number | null; readonly mostMicros: number | null };

/** The option that both commands have. */
export const maxCostOption = { flags: "--max-cost <dollars>", summary: "never spend more than this" } as const;

/**
 * What may be spent: what a person allows, else so many times what is likely. Throws `usage` where `--max-cost` is no
 * amount, is less than what is likely, or cannot be kept because nobody knows the price. `again` is the command without it.
 */
export const expenseFor = (flags: Flags, aboutMicros: number | null, times: number, again: string): Expense => {
  const allowed = flags.text("max-cost");
  if (allowed === null) return { aboutMicros, mostMicros: aboutMicros === null ? null : aboutMicros * times };
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(allowed))
    throw new ProxyError("usage", `--max-cost takes dollars, got "${allowed}".`, {
      hint: `Try: ${again} --max-cost 0.50`,
    });
  if (aboutMicros === null)
    throw new ProxyError("usage", "Nobody here knows what this model costs, so --max-cost cannot be kept.", {
      hint: "Try: proxy-cli prices set MODEL --provider NAME --input 1 --output 2",
    });
  const mostMicros = Math.round(Number(allowed) * 1e6);
  if (mostMicros >= aboutMicros) return { aboutMicros, mostMicros };
  throw new ProxyError(
    "usage",
    `This would cost about ${money(aboutMicros)}, and --max-cost is ${money(mostMicros)}.`,
    {
      hint: `Try: ${again} --max-cost ${dollarsAbove(aboutMicros)}`,
    },
  );
};

/** An amount that is enough, as it can be typed. */
export const dollarsAbove = (micros: number): string => String(Math.ceil(micros / 1000) / 1000);

/** Whether a person agrees to what it will cost; `--yes` does. Throws `usage` where nobody can be asked. */
export const agreesTo = (
  { confirm }: Pick<Context, "confirm">,
  what: string,
  { aboutMicros, mostMicros }: Expense,
  again: string,
): Promise<boolean> => {
  const most = mostMicros === aboutMicros ? "" : `, ${money(mostMicros)} at most`;
  const price = aboutMicros === null ? "what that costs nobody here knows" : `about ${money(aboutMicros)}${most}`;
  return confirm(`${what}: ${price}. Go on?`, again);
};

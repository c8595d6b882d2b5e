import type { BudgetPeriod } from "../core/budget.ts";

/** A stretch of time in which a budget is added up: its name, and when it ends; null = nobody knows yet. */
export type Span = { readonly name: string; readonly startsAt: number; readonly endsAt: number | null };

/** The day or the month that a moment belongs to, by the clock on this machine's wall; what has no length of its own has no end. */
export const spanAt = (per: BudgetPeriod, at: number): Span => {
  const day = new Date(at);
  const [year, month, date] = [day.getFullYear(), day.getMonth(), day.getDate()];
  if (per === "day")
    return {
      name: `${year}-${twoDigits(month + 1)}-${twoDigits(date)}`,
      startsAt: new Date(year, month, date).getTime(),
      endsAt: new Date(year, month, date + 1).getTime(), // a day in spring has 23 hours
    };
  if (per === "month")
    return {
      name: `${year}-${twoDigits(month + 1)}`,
      startsAt: new Date(year, month, 1).getTime(),
      endsAt: new Date(year, month + 1, 1).getTime(),
    };
  return { name: "", startsAt: 0, endsAt: null };
};

const twoDigits = (number: number): string => String(number).padStart(2, "0");

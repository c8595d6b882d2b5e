import { days, setting, yesOrNo } from "./setting.ts";

/** What is kept of each request. */
export const ledgerSettings = {
  "ledger.enabled": setting(yesOrNo, true, "Keeps a row for each request; without it `stats` has nothing to tell.", {
    aliases: ["ledger"],
    restart: true,
  }),
  "ledger.keep_days": setting(
    days,
    90,
    "How many days the row of each request is kept; 0 keeps it for ever. What `stats` adds up stays longer.",
    { restart: true },
  ),
  "ledger.keep_sums_days": setting(
    days,
    730,
    "How many days the sums are kept that `stats` tells of, by the quarter of an hour, no less than the rows; 0 keeps them for ever.",
    { restart: true },
  ),
} as const;

import type { TokenUse } from "../../src/control/contract.ts";
import type { TokenStore } from "../../src/state/tokens.ts";
import type { Context } from "../command.ts";
import { tableLines } from "../output/table.ts";
import { counted, dayAndTime, exactly, lasted, roughly } from "../output/units.ts";
import { ruleWords } from "./rules.ts";

/** Every token with what it may do, and what was done with it since the proxy was started. */
export const listTokens = async (context: Context, store: TokenStore): Promise<void> => {
  const { json, data, print, say, columns: width, now } = context;
  const tokens = store.list();
  const use = await useOf(context);
  if (json) return data({ tokens: tokens.map((token) => ({ ...token, use: use.get(token.name) ?? null })) });
  if (tokens.length === 0) return say("none yet.   Make one:  proxy-cli token create --name laptop");
  const columns = [
    ...[{ title: "NAME" }, { title: "TOKEN" }, { title: "MADE", givesWay: 3 }, { title: "HOLDS UNTIL", givesWay: 2 }],
    ...[
      { title: "LIMITS", flexible: true },
      { title: "USED", givesWay: 1 },
    ],
  ];
  const rows = tokens.map(({ name, hint, createdAt, expiresAt, rules }) => [
    ...[name, `pxy_...${hint}`, dayAndTime(createdAt, now()), expiryWords(expiresAt, now())],
    ...[ruleWords(rules), useWords(use.get(name), now())],
  ]);
  for (const line of tableLines({ columns, rows, width })) print(line);
};

/** When a token ends, in a few words. */
export const expiryWords = (expiresAt: number | null, now: number): string => {
  if (expiresAt === null) return "it is revoked";
  return expiresAt <= now ? "expired" : dayAndTime(expiresAt, now);
};

/** Where nothing runs nobody knows; the list is a list all the same. */
const useOf = async ({ client }: Context): Promise<ReadonlyMap<string, TokenUse>> => {
  const { tokens } = await client.limits({}).catch(() => ({ tokens: [] }));
  return new Map(tokens.map((use) => [use.token, use]));
};

/** `3 this minute, 120 today (41k tokens), 12s ago`. */
const useWords = (use: TokenUse | undefined, now: number): string =>
  use === undefined
    ? "-"
    : `${exactly(use.minute.requests)} this minute, ${counted(use.day.requests, "request")} in 24 h (${roughly(use.day.inputTokens)} tokens), ${lasted(Math.max(0, now - use.lastUsedAt))} ago`;

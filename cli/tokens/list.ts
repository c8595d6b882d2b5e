import type { TokenUse } from "../../src/control/contract.ts";
import type { TokenStore } from "../../src/state/tokens.ts";
import type { Context } from "../command.ts";
import { tableLines } from "../output/table.ts";
import { counted, dayAndTime, lasted, money, roughly } from "../output/units.ts";
import { ruleWords } from "./rules.ts";

/** Every token with what it may do, and what was done with it, by the ledger: today, and as far back as that goes. */
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
      { title: "TODAY" },
      { title: "IN ALL", givesWay: 4 },
      { title: "USED LAST", givesWay: 5 },
    ],
  ];
  const rows = tokens.map(({ name, hint, createdAt, expiresAt, rules }) => [
    ...[name, `pxy_...${hint}`, dayAndTime(createdAt, now()), expiryWords(expiresAt, now())],
    ...[ruleWords(rules), ...useWords(use.get(name), now())],
  ]);
  for (const line of tableLines({ columns, rows, width })) print(line);
};

/** When a token ends, in a few words. */
export const expiryWords = (expiresAt: number | null, now: number): string => {
  if (expiresAt === null) return "it is revoked";
  return expiresAt <= now ? "expired" : dayAndTime(expiresAt, now);
};

/** By the daemon, else by its file; who keeps no ledger has a list all the same. */
const useOf = async ({ client, paths, now }: Context): Promise<ReadonlyMap<string, TokenUse>> => {
  const asked = await client.tokenUse({}).catch(() => null);
  const { tokenUseWithoutDaemon } = await import("../../src/offline/tokens.ts");
  const ofFile = async (): Promise<readonly TokenUse[]> => tokenUseWithoutDaemon(paths, now());
  const tokens = asked?.tokens ?? (await ofFile().catch(() => []));
  return new Map(tokens.map((use) => [use.token, use]));
};

const useWords = (use: TokenUse | undefined, now: number): readonly string[] =>
  use === undefined
    ? ["-", "-", "never"]
    : [sumWords(use.today), sumWords(use.all), `${lasted(Math.max(0, now - use.lastUsedAt))} ago`];

/** `120 requests, 41k tokens, $0.31`. */
const sumWords = ({ requests, tokens, ...spent }: TokenUse["today"]): string =>
  requests === 0 ? "-" : `${counted(requests, "request")}, ${roughly(tokens)} tokens, ${costWords(spent)}`;

/** What nobody knows is not 0. */
const costWords = ({ costMicros, unknownCost }: Pick<TokenUse["today"], "costMicros" | "unknownCost">): string => {
  if (unknownCost === 0) return money(costMicros);
  return costMicros === 0 ? "cost unknown" : `${money(costMicros)} + ${unknownCost} of unknown cost`;
};

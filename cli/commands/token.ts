import { ProxyError } from "../../src/core/errors.ts";
import { type TokenStore, tokenStore } from "../../src/state/tokens.ts";
import { chosenAction } from "../chosen-action.ts";
import type { Command, Context, Input } from "../command.ts";
import { readDuration } from "../output/units.ts";
import { checkNames } from "../tokens/known-names.ts";
import { expiryWords, listTokens } from "../tokens/list.ts";
import { ruleOptions, rulesFrom, ruleWords } from "../tokens/rules.ts";

export default {
  args: "[action] [name]",
  actions: [
    ["list", "which there are, never the tokens"],
    ["create", "[NAME]: a new one, shown once"],
    ["limit", "NAME: other limits for it, at once; it stays the same token"],
    ["revoke", "NAME: it holds no more"],
  ],
  summary: "what programs and other machines show to use the proxy",
  options: [
    { flags: "--name <name>", summary: "what a new one is called (default: token-1, token-2, …)" },
    { flags: "--expires <duration>", summary: "how long it holds: 12h, 30d (default: until it is revoked)" },
    ...ruleOptions,
  ],
  examples: [
    "proxy-cli token create --name laptop --expires 30d",
    "proxy-cli token create ci --requests-per-minute 60 --upstreams cn --models 'glm-*'",
    "proxy-cli token limit ci --concurrency 2",
    "proxy-cli token list",
    "proxy-cli token revoke laptop",
  ],
  run: async (context, { args: [action = "list", name], flags }) => {
    const act = chosenAction("token", action, { list: listTokens, create, limit, revoke });
    return act(context, tokenStore(context.paths.tokens, context.now), { name: name ?? flags.text("name"), flags });
  },
} satisfies Command;

type Asked = { readonly name: string | null; readonly flags: Input["flags"] };

const create = async (context: Context, store: TokenStore, { name, flags }: Asked): Promise<void> => {
  const { paths, json, data, print, say, paint, now } = context;
  const expiresAt = expiryFrom(flags, now());
  const { alone } = await import("../../src/offline/change.ts");
  const { noteChange } = await import("../../src/offline/logs.ts");
  const rules = rulesFrom(flags);
  await checkNames(context, flags, rules);
  const made = await alone(paths, () => store.create(name, expiresAt, rules));
  await noteChange(paths, "token-created", { name: made.name, expiresAt });
  if (json) return data({ ...made });
  print(made.token);
  say(
    `${paint("ok", "ok")}  ${made.name}: shown this once, only a hash of it is kept; holds until ${expiryWords(expiresAt, now())}`,
  );
  if (made.rules !== undefined) say(`    limits   ${ruleWords(made.rules)}`);
  say("    use it   as the key where the proxy adds its own, as the header x-proxy-token,");
  say("             or in the base URL: http://HOST:PORT/t/TOKEN");
  say(`    end it   proxy-cli token revoke ${made.name}`);
};

const expiryFrom = (flags: Asked["flags"], now: number): number | null => {
  const text = flags.text("expires");
  if (text === null) return null;
  const durationMs = readDuration(text);
  if (durationMs !== null && durationMs > 0) return now + durationMs;
  throw new ProxyError("usage", `--expires takes a duration, got "${text}".`, {
    hint: "Try: proxy-cli token create --expires 30d",
  });
};

const limit = async (context: Context, store: TokenStore, { name, flags }: Asked): Promise<void> => {
  const { paths, json, data, say, paint } = context;
  const known = named(name, "Limit");
  const { alone } = await import("../../src/offline/change.ts");
  const { noteChange } = await import("../../src/offline/logs.ts");
  await checkNames(context, flags, rulesFrom(flags));
  const changed = await alone(paths, () =>
    store.limit(known, rulesFrom(flags, store.list().find((one) => one.name === known)?.rules)),
  );
  await noteChange(paths, "token-limited", { name: changed.name });
  if (json) return data({ ...changed });
  say(`${paint("ok", "ok")}  ${changed.name}: ${changed.rules === undefined ? "no limits" : ruleWords(changed.rules)}`);
};

const named = (name: string | null, what: string): string => {
  if (name !== null) return name;
  throw new ProxyError("usage", `${what} which token?`, {
    hint: `Try: proxy-cli token list, then: proxy-cli token ${what.toLowerCase()} NAME`,
  });
};

const revoke = async (
  { paths, json, data, say, paint }: Context,
  store: TokenStore,
  { name }: Asked,
): Promise<void> => {
  const known = named(name, "Revoke");
  const { alone } = await import("../../src/offline/change.ts");
  const { noteChange } = await import("../../src/offline/logs.ts");
  const gone = await alone(paths, () => store.revoke(known));
  await noteChange(paths, "token-revoked", { name: gone.name });
  if (json) return data({ revoked: gone.name });
  say(`${paint("ok", "ok")}  ${gone.name} holds no more`);
};

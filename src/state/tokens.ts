import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import type { TokenRules } from "../core/caller.ts";
import { ProxyError } from "../core/errors.ts";
import { wideMode, writePrivate } from "../lib/private-file.ts";
import { isStrongToken, newToken } from "../lib/token.ts";

/** A token as people may see it. The token itself is shown once, when it is made. */
export type TokenView = {
  readonly name: string;
  /** Its last four characters. */
  readonly hint: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Null = it holds until it is revoked. */
  readonly expiresAt: number | null;
  /** What who shows it may do; missing = everything. */
  readonly rules?: TokenRules;
};

/** Who shows a token that is right. */
export type Holder = Pick<TokenView, "name" | "rules">;

/** The tokens that somebody has made for programs and machines, by name. Only hashes of them are kept. */
export type TokenStore = {
  readonly list: () => readonly TokenView[];
  /** Makes one and gives it, for the only time. Throws `usage` for a name that is taken or none. */
  readonly create: (
    name: string | null,
    expiresAt: number | null,
    rules?: TokenRules,
  ) => TokenView & { readonly token: string };
  /** Other rules for one that is there; it stays the same token. Throws `usage` where there is none of this name. */
  readonly limit: (name: string, rules: TokenRules) => TokenView;
  /** What holds no more from now on. Throws `usage` where there is none of this name. */
  readonly revoke: (name: string) => TokenView;
  /** Whose it is, if it holds at this moment; null = nobody's. Every one is compared, in constant time. */
  readonly holderOf: (token: string, now: number) => Holder | null;
  /** Whether any holds at this moment. */
  readonly hasAny: (now: number) => boolean;
};

type Kept = TokenView & { readonly hash: string };
type Content = { readonly salt: string; readonly tokens: readonly Kept[] };

/** Names are typed and shown. */
const nameShape = /^[A-Za-z0-9][\w.-]{0,39}$/;

/** A token that may do everything. */
export const noTokenRules: TokenRules = {
  ...{ requestsPerMinute: null, inputTokensPerMinute: null, concurrency: null, costMicrosPerDay: null },
  ...{ upstreams: [], models: [] },
};

/** The tokens in this file, as it is at each call: what one process makes or revokes holds at once in every other. */
export const tokenStore = (file: string, now: () => number): TokenStore => {
  const read = reader(file);
  const save = (content: Content): void => writePrivate(file, `${JSON.stringify(content, null, 2)}\n`);
  return {
    list: () => read().tokens.map(viewOf),
    create: (wanted, expiresAt, rules) => {
      const { salt, tokens } = read();
      const name = wanted ?? freeName(tokens);
      if (!nameShape.test(name)) throw usage(`"${name}" is no name for a token: letters, digits, ".", "-" and "_".`);
      if (name === "local" || name === "given")
        throw usage(`"${name}" is the name of a token that is in no list.`, "Take another name.");
      if (tokens.some((one) => one.name === name))
        throw usage(
          `There is a token "${name}" already.`,
          `Try: proxy-cli token revoke ${name}   or take another name`,
        );
      const token = newToken();
      const told = { name, hint: token.slice(-4), createdAt: now(), expiresAt, ...saidRules(rules) };
      const made: Kept = { ...told, hash: hashOf(salt, token) };
      save({ salt, tokens: [...tokens, made] });
      return { ...viewOf(made), token };
    },
    limit: (name, rules) => {
      const { salt, tokens } = read();
      const { rules: _, ...before } = known(tokens, name);
      const changed: Kept = { ...before, ...saidRules(rules) };
      save({ salt, tokens: tokens.map((one) => (one.name === name ? changed : one)) });
      return viewOf(changed);
    },
    revoke: (name) => {
      const { salt, tokens } = read();
      const gone = known(tokens, name);
      save({ salt, tokens: tokens.filter((one) => one !== gone) });
      return viewOf(gone);
    },
    holderOf: (token, at) => {
      const { salt, tokens } = read();
      const shown = Buffer.from(hashOf(salt, token), "hex");
      let holder: Holder | null = null; // no early end: how long it takes must not tell which one was nearly right
      for (const kept of tokens) {
        const isSame = timingSafeEqual(shown, Buffer.from(kept.hash, "hex"));
        if (isSame && holds(kept.expiresAt, at)) holder = viewOf(kept);
      }
      return holder;
    },
    hasAny: (at) => read().tokens.some(({ expiresAt }) => holds(expiresAt, at)),
  };
};

/** Refuses a token from elsewhere that could be guessed, or taken for a vendor's key and sent to one. */
export const refuseWeakToken = (token: string): void => {
  if (isStrongToken(token)) return;
  throw new ProxyError(
    "config_invalid",
    "PROXY_TOKEN has to begin with pxy_ and go on with 20 or more letters and digits.",
    {
      hint: 'Try: PROXY_TOKEN="pxy_$(openssl rand -hex 24)"',
    },
  );
};

const holds = (expiresAt: number | null, now: number): boolean => expiresAt === null || now < expiresAt;

const viewOf = ({ hash: _, ...view }: Kept): TokenView => view;

const known = (tokens: readonly Kept[], name: string): Kept => {
  const found = tokens.find((one) => one.name === name);
  if (found !== undefined) return found;
  const all = tokens.length === 0 ? "There are none." : `Known: ${tokens.map((one) => one.name).join(", ")}.`;
  throw usage(`There is no token "${name}". ${all}`, "Try: proxy-cli token list");
};

/** Rules that forbid nothing are not worth a place in the file. */
const saidRules = (rules: TokenRules | undefined): Pick<TokenView, "rules"> =>
  rules === undefined || JSON.stringify(rules) === JSON.stringify(noTokenRules) ? {} : { rules };

const hashOf = (salt: string, token: string): string => createHmac("sha256", salt).update(token).digest("hex");

const freeName = (tokens: readonly Kept[]): string => {
  let number = tokens.length + 1;
  while (tokens.some(({ name }) => name === `token-${number}`)) number++;
  return `token-${number}`;
};

/** Reads the file when it is another one than before; looking whether it is costs a microsecond or two. */
const reader = (file: string): (() => Content) => {
  let seen = "";
  let content: Content | null = null;
  return () => {
    const found = statSync(file, { throwIfNoEntry: false });
    const version = found === undefined ? "" : `${found.ino} ${found.mtimeMs} ${found.size}`;
    if (content === null || version !== seen) {
      content = readContent(file);
      seen = version;
    }
    return content;
  };
};

const readContent = (file: string): Content => {
  if (!existsSync(file)) return { salt: randomBytes(32).toString("hex"), tokens: [] };
  const mode = wideMode(file);
  if (mode !== null)
    throw new ProxyError("home_unsafe", `${file} is open to other users (mode ${mode}).`, {
      hint: `Try: chmod 600 ${file}`,
    });
  const value = parsed(readFileSync(file, "utf8"));
  if (isContent(value)) return value;
  throw new ProxyError("config_invalid", `${file} is damaged: it holds no list of tokens.`, {
    hint: `Take it away and make new ones: rm ${file}`,
  });
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const isContent = (value: unknown): value is Content => {
  if (typeof value !== "object" || value === null || !("salt" in value) || !("tokens" in value)) return false;
  return typeof value.salt === "string" && Array.isArray(value.tokens) && value.tokens.every(isKept);
};

const isKept = (value: unknown): value is Kept => {
  if (typeof value !== "object" || value === null) return false;
  const { name, hint, createdAt, expiresAt, hash, rules }: Readonly<Record<string, unknown>> = { ...value };
  const isDated = typeof createdAt === "number" && (expiresAt === null || typeof expiresAt === "number");
  if (!isDated || !(rules === undefined || areRules(rules))) return false; // what cannot be read limits nobody
  return [name, hint].every((text) => typeof text === "string") && /^[0-9a-f]{64}$/.test(String(hash));
};

/** One that was written by hand and forgets a field must not be one that may do everything. */
const areRules = (value: unknown): value is TokenRules => {
  if (typeof value !== "object" || value === null) return false;
  const { upstreams, models, ...amounts }: Readonly<Record<string, unknown>> = { ...noTokenRules, ...value };
  const areAmounts = Object.values(amounts).every((one) => one === null || (typeof one === "number" && one >= 0));
  return areAmounts && Object.keys(amounts).length === 4 && [upstreams, models].every(isTexts);
};

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === "string");

const usage = (what: string, hint = "Try: proxy-cli token create --name laptop"): ProxyError =>
  new ProxyError("usage", what, { hint });

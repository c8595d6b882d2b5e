import { redacted } from "../../src/lib/redact.ts";
import { withTilde } from "./home.ts";

/** What must not be seen in a text that leaves this machine. */
export type Private = {
  /** Keys and tokens known here, word for word. */
  readonly secrets: readonly string[];
  /** The user's home folder. */
  readonly home: string | undefined;
  /** Names of hosts beside those that stand in URLs. */
  readonly hosts: readonly string[];
  /** Makes another name of a host; null = hosts may be seen. */
  readonly hostAs: ((host: string) => string) | null;
};

/** A value with every text in it made fit to be shown: no keys, the home as `~`, hosts renamed where that is wished. */
export const scrubbed = (value: unknown, hidden: Private): unknown => {
  if (typeof value === "string") return scrubbedText(value, hidden);
  if (Array.isArray(value)) return value.map((one) => scrubbed(one, hidden));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [scrubbedText(name, hidden), scrubbed(one, hidden)]),
  );
};

/** Too short to be a key, and likely to be a part of many words. */
const leastLetters = 6;

const scrubbedText = (text: string, { secrets, home, hosts, hostAs }: Private): string => {
  // The longest first: one may be the beginning of another.
  const known = secrets.filter((one) => one.length >= leastLetters).toSorted((a, b) => b.length - a.length);
  const clean = redacted(known.reduce((so, secret) => so.replaceAll(secret, "[hidden]"), withoutUserInfo(text)));
  const short = shortHome(clean, home);
  return hostAs === null ? short : withoutHosts(short, hosts, hostAs);
};

const withoutUserInfo = (text: string): string => text.replaceAll(/(\w+:\/\/)[^/\s"'@]+@/g, "$1");

const shortHome = (text: string, home: string | undefined): string => {
  const inside = withTilde(text, home);
  return home !== undefined && home.length >= 2 && inside.endsWith(home) ? `${inside.slice(0, -home.length)}~` : inside;
};

const withoutHosts = (text: string, hosts: readonly string[], hostAs: (host: string) => string): string => {
  const urls = [...text.matchAll(hostsInText)].map(([, inUrl, inBrackets]) => inUrl ?? inBrackets ?? "");
  const all = [...new Set([...hosts, ...urls])].filter((host) => host !== "" && !isOwn(host));
  return all
    .toSorted((a, b) => b.length - a.length)
    .reduce((so, host) => so.replaceAll(host, () => hostAs(host)), text);
};

/** In a URL, or alone in brackets, as the diagnosis names a host. */
const hostsInText = /\b\w+:\/\/(\[[^\]]+\]|[^/:\s"'?#]+)|\(((?:[\w-]+\.)+[a-z]{2,})(?::\d+)?\)/gi;

const isOwn = (host: string): boolean => /^(127(\.\d+){3}|localhost|\[::1\]|0\.0\.0\.0|daemon)$/.test(host);

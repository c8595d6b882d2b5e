/** Where a Redis or Valkey is, and how one shows oneself there. */
export type RedisAddress = {
  readonly host: string;
  readonly port: number;
  readonly username: string | null;
  readonly password: string | null;
  /** The number of its database. */
  readonly db: number;
  readonly isEncrypted: boolean;
};

const usualPort = 6379;

/** Reads `redis://[USER:PASSWORD@]HOST[:PORT][/DB]`, or `rediss://` for TLS; null where it is no such address. */
export const redisAddress = (url: string): RedisAddress | null => {
  if (!/^rediss?:\/\/([^/?#\s@]*@)?[^/?#\s@]+(\/\d{0,5})?$/.test(url) || !URL.canParse(url)) return null;
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const [user, secret] = [decoded(username), decoded(password)];
  if (hostname === "" || user === null || secret === null) return null;
  return {
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? usualPort : Number(port),
    username: user === "" ? null : user,
    password: secret === "" ? null : secret,
    db: Number(pathname.slice(1)),
    isEncrypted: protocol === "rediss:",
  };
};

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // a % that begins nothing
  }
};

/** Where a Redis or Valkey is, and how one shows oneself there. */
export type RedisAddress = {
  readonly host: string;
  readonly port: number;
  readonly username: string | null;
  readonly password: string | null;
  /** The number of its database. */
  readonly db: number;
  /** How it is encrypted; null = it is not. */
  readonly tls: RedisTls | null;
};

/** Files of certificates (PEM); null = what the system trusts, and none of one's own. */
export type RedisTls = {
  readonly caFile: string | null;
  /** What one shows oneself, where the server asks for it. */
  readonly certFile: string | null;
  readonly keyFile: string | null;
};

const usualPort = 6379;

/**
 * Reads `redis://[USER:PASSWORD@]HOST[:PORT][/DB]`, or `rediss://` for TLS, which may end in `?cacert=FILE&cert=FILE&key=FILE`,
 * as redis-cli calls them; null where it is no such address.
 */
export const redisAddress = (url: string): RedisAddress | null => {
  if (!/^rediss?:\/\/([^/?#\s@]*@)?[^/?#\s@]+(\/\d{0,5})?(\?[^?#\s]+)?$/.test(url) || !URL.canParse(url)) return null;
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url);
  const [user, secret] = [decoded(username), decoded(password)];
  if (hostname === "" || user === null || secret === null) return null;
  const isEncrypted = protocol === "rediss:";
  const tls = tlsIn(searchParams);
  if (tls === null || (!isEncrypted && searchParams.size > 0)) return null;
  return {
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? usualPort : Number(port),
    username: user === "" ? null : user,
    password: secret === "" ? null : secret,
    db: Number(pathname.slice(1)),
    tls: isEncrypted ? tls : null,
  };
};

const tlsIn = (query: URLSearchParams): RedisTls | null => {
  const [caFile, certFile, keyFile] = [query.get("cacert"), query.get("cert"), query.get("key")];
  const isKnown = [...query].every(([name, file]) => ["cacert", "cert", "key"].includes(name) && file !== "");
  return isKnown && (certFile === null) === (keyFile === null) ? { caFile, certFile, keyFile } : null;
};

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // a % that begins nothing
  }
};

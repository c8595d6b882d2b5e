/** How the connection is kept from others' eyes, as libpq names it. */
const tlsModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;

type TlsMode = (typeof tlsModes)[number];

/** Where a PostgreSQL is, and who one is there. */
export type PostgresAddress = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** The folder of its unix socket, where it is reached by one. */
  readonly socketFolder: string | null;
  readonly tls: TlsMode;
  /** The file of the certificates that are trusted, where it is not the system's. */
  readonly caFile: string | null;
};

/** Reads `postgres://USER:PASSWORD@HOST[:PORT]/DATABASE[?sslmode=…&sslrootcert=FILE]`; `?host=FOLDER` is a unix socket. Null where it is none. */
export const readPostgresAddress = (text: string): PostgresAddress | null => {
  const { url, query } = partsOf(text);
  if (url === null || !["postgres:", "postgresql:"].includes(url.protocol)) return null;
  const [host, user, database] = [url.hostname, decoded(url.username), decoded(url.pathname.slice(1))];
  const socketFolder = query.get("host");
  const tls = query.get("sslmode") ?? usualMode(host, socketFolder);
  const isKnown = [...query.keys()].every((name) => knownWords.includes(name));
  if (!isKnown || !isTlsMode(tls) || user === null || database === null || database === "") return null;
  const password = decoded(url.password);
  if (password === null || (host === "" && socketFolder === null)) return null;
  return {
    ...{ host, user, password, database, socketFolder, tls },
    port: Number(url.port || query.get("port") || 5432),
    caFile: query.get("sslrootcert"),
  };
};

const knownWords: readonly string[] = ["host", "port", "sslmode", "sslrootcert"];

/** What is on this machine needs none; elsewhere it is taken where it is offered, as libpq does. */
const usualMode = (host: string, socketFolder: string | null): TlsMode =>
  socketFolder !== null || ["", "localhost", "127.0.0.1", "[::1]"].includes(host) ? "disable" : "prefer";

const isTlsMode = (word: string): word is TlsMode => tlsModes.some((mode) => mode === word);

/** URL wants a host where a socket has none. */
const partsOf = (text: string): { readonly url: URL | null; readonly query: URLSearchParams } => {
  const url = URL.parse(text.replace(/^(postgres(?:ql)?:\/\/(?:[^/?#@]*@)?)(?=\/)/, "$1localhost"));
  return { url, query: url?.searchParams ?? new URLSearchParams() };
};

const decoded = (part: string): string | null => {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
};

/** The same place for people: no name, no password. */
export const shownPostgres = ({ host, port, database, socketFolder }: PostgresAddress): string =>
  socketFolder === null ? `${host}:${port}/${database}` : `${socketFolder}:${port}/${database}`;

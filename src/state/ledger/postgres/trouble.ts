import { stateOf, TooLate } from "./connection.ts";
import { NewerSchema } from "./schema.ts";

/** What is wrong with a PostgreSQL, in a few words. Its own words are not repeated: they may hold anything. */
export const troubleOf = (error: unknown): string => {
  if (error instanceof NewerSchema) return error.message;
  if (error instanceof TooLate) return "it does not answer";
  const state = stateOf(error);
  if (state !== null) return states[state] ?? states[state.slice(0, 2)] ?? `error ${state}`;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return codes[code] ?? (code === "" ? "it cannot be reached" : code);
};

/** Whether it is what was to be written that it does not take: a text, a number or a key of a row. */
export const isRowsFault = (error: unknown): boolean => /^(22|23|54)/.test(stateOf(error) ?? "");

const codes: Readonly<Record<string, string>> = {
  ENOENT: "its file of certificates (sslrootcert) is not there",
  ERR_POSTGRES_CONNECTION_REFUSED: "nobody answers there",
  ERR_POSTGRES_CONNECTION_FAILED: "nobody answers there",
  ERR_POSTGRES_CONNECTION_TIMEOUT: "it does not answer",
  ERR_POSTGRES_CONNECTION_CLOSED: "it broke the connection",
  ERR_POSTGRES_TLS_NOT_AVAILABLE: "it has no TLS, and sslmode wants it",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is not trusted (sslrootcert names the file of one that is)",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is not trusted (sslrootcert names the file of one that is)",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is not trusted (sslrootcert names the file of one that is)",
  CERT_HAS_EXPIRED: "its certificate has expired",
};

/** By the whole state or its class: https://www.postgresql.org/docs/15/errcodes-appendix.html */
const states: Readonly<Record<string, string>> = {
  "28P01": "it refuses the name or the password",
  "28": "it does not let us in",
  "3D000": "it has no database of that name",
  "42P01": "it has no ledger yet",
  "42501": "it does not allow that: the first start makes two tables, later ones only read and write them",
  "25006": "it takes no writes (read-only)",
  "53100": "its disk is full",
  "53300": "it has no connection left",
  "53": "it has too little of something",
  "57014": "it took too long",
  "57": "it is starting or stopping",
};

import type { Exchange, Target } from "../core/exchange.ts";
import { withoutKeys } from "../core/place.ts";

/** What tells one request from another, besides its body. */
export type KeyParts = {
  /** A secret of this installation: without it a key says nothing of what it was made of. */
  readonly secret: string;
  /** Whose request it is; null = it does not matter. */
  readonly tenant: string | null;
  readonly exchange: Pick<Exchange, "request" | "path" | "query" | "dialect" | "edits" | "notes">;
  readonly target: Target;
  /** The body in its one spelling. */
  readonly body: string;
};

/** Raised when what is hashed, or what is kept under it, changes its meaning: all that was kept before is then unknown. */
const version = "response cache 1";

/**
 * The mark of a request: two requests with the same one get the same answer. 64 hexadecimal digits that tell nothing of
 * what they were made of. Each part is led by its length, so that no two lists of parts look alike.
 */
export const keyOf = ({ secret, tenant, exchange, target, body }: KeyParts): string => {
  const { request, path, query, dialect, edits, notes } = exchange;
  const { upstream, url, translateTo, model, scaleInput } = target;
  const parts = [
    version,
    JSON.stringify(tenant),
    JSON.stringify([upstream.name, url, model ?? notes.model, dialect?.name, translateTo?.name, scaleInput]),
    JSON.stringify([request.method, path, withoutKeys(query).query]),
    JSON.stringify([edits, notes.added]), // what rules and middleware of the user's make of it
    JSON.stringify(headersThatMatter(request.headers)),
    body,
  ];
  const hasher = new Bun.CryptoHasher("sha256", secret);
  for (const part of parts) hasher.update(`${part.length}:`).update(part);
  return hasher.digest("hex");
};

/** Vendors answer otherwise by these; `-` at the end stands for all that begin so. */
const mattering = [
  ...["accept", "accept-encoding", "content-type"],
  ...["anthropic-", "openai-", "x-goog-", "x-openai-", "x-anthropic-"],
  ...["x-proxy-memory", "x-proxy-thinking"],
] as const;

/** Of those, what differs from one call to the next, or is whose key it is: the tenant knows that. */
const passing: readonly string[] = ["x-goog-api-key", "x-goog-api-client", "x-goog-request-params"];

const headersThatMatter = (headers: Headers): readonly (readonly [string, string])[] =>
  [...headers].filter(
    ([name]) =>
      !passing.includes(name) &&
      mattering.some((known) => (known.endsWith("-") ? name.startsWith(known) : name === known)),
  );

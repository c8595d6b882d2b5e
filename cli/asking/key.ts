import type { UpstreamView } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { ownToken } from "../programs/own-token.ts";

type Headers = Readonly<Record<string, string>>;

/**
 * What a question of ours shows: the proxy's own token, and where it adds no key the one that this environment has for
 * just that vendor. Throws `key_rejected` where there is none.
 */
export const keyHeaders = async (
  { paths, env }: Pick<Context, "paths" | "env">,
  upstream: Pick<UpstreamView, "name" | "provider" | "addresses" | "key" | "takesAnyKey">,
): Promise<Headers> => {
  const token = { "x-proxy-token": ownToken({ paths }) };
  if (upstream.key !== null) return token;
  if (upstream.takesAnyKey) return { ...token, "x-api-key": "proxy-cli" };
  const { keyVariablesFor } = await import("../../src/offline/asking.ts");
  const names = keyVariablesFor(upstream);
  const key = names.flatMap((name) => env[name] ?? []).find((value) => value !== "");
  if (key !== undefined) return { ...token, "x-api-key": key };
  const elsewhere = names.length === 0 ? "" : ` Nor is ${names.join(" or ")} set here.`;
  throw new ProxyError("key_rejected", `The proxy has no key for "${upstream.name}".${elsewhere}`, {
    hint: `Try: proxy-cli keys set ${upstream.name}`,
  });
};

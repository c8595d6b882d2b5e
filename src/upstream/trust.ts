import type { UpstreamTls } from "../core/provider.ts";

/** What a TLS connection is told about certificates; the same words for fetch and for node's sockets. */
export type Trust = { readonly ca?: string; readonly rejectUnauthorized: boolean };

/** Made once for each upstream: its text holds every root of the system. */
const made = new WeakMap<UpstreamTls, Promise<Trust>>();

/** How to check an upstream's certificates; null = as always, by what this machine trusts, and nobody has to wait. */
export const trustOf = (tls: UpstreamTls): Promise<Trust> | null => {
  if (tls.ca === null && tls.verify) return null;
  const known = made.get(tls) ?? makeTrust(tls);
  made.set(tls, known);
  return known;
};

const makeTrust = async ({ ca, verify }: UpstreamTls): Promise<Trust> => {
  if (ca === null) return { rejectUnauthorized: verify };
  const { getCACertificates } = await import("node:tls"); // loaded when first needed: a start must not wait for it
  // A `ca` takes the place of the roots, so they have to be named beside it.
  return { ca: [...getCACertificates("default"), ca].join("\n"), rejectUnauthorized: verify };
};

import type { UpstreamsView } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";

/** The upstreams of the daemon that runs, else those that one started now would have. */
export const upstreamsView = async ({
  client,
  paths,
  env,
}: Pick<Context, "client" | "paths" | "env">): Promise<UpstreamsView & { readonly running: boolean }> => {
  const live = await orNull(client.upstreams({}));
  if (live !== null) return { ...live, running: true };
  const { upstreamsWithoutDaemon } = await import("../../src/offline/without-daemon.ts");
  return { ...upstreamsWithoutDaemon(paths, env), running: false };
};

/** The error for a name that no upstream has, with the nearest one that is there. */
export const noUpstream = (name: string, known: readonly string[], command: string): ProxyError => {
  const meant = nearest(name, known);
  return new ProxyError("upstream_unknown", `There is no upstream "${name}". Known: ${known.join(", ")}.`, {
    hint: meant === null ? "Try: proxy-cli upstreams" : `Try: proxy-cli ${command} ${meant}`,
  });
};

/** The name that a command needs. Throws `usage` where none was typed. */
export const nameNeeded = (name: string | null, command: string): string => {
  if (name !== null) return name;
  throw new ProxyError("usage", `Which upstream? proxy-cli ${command} needs its name.`, {
    hint: "Try: proxy-cli upstreams   (all of them)",
  });
};

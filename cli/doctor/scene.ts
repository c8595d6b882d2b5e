import type { Status, UpstreamTest, UpstreamView } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";

/** What answers at the control socket. */
export type Daemon =
  | { readonly state: "running"; readonly status: Status; readonly latencyMs: number }
  | { readonly state: "stopped" }
  | { readonly state: "silent" }
  | { readonly state: "other protocol"; readonly version: string | null };

/** What every check is given. What takes time is under way already and shared. */
export type Scene = {
  readonly context: Context;
  readonly daemon: Daemon;
  /** The upstream that the question is about; null = everything. */
  readonly upstream: string | null;
  /** The upstreams and which of them is current; null where the configuration does not tell. */
  readonly upstreams: { readonly current: string; readonly upstreams: readonly UpstreamView[] } | null;
  /** How each upstream, or the one that is asked about, can be reached. */
  readonly tests: Promise<readonly UpstreamTest[]>;
};

/** Looks round once for all checks. Throws `upstream_unknown` where the name is none. */
export const setScene = async (context: Context, upstream: string | null): Promise<Scene> => {
  const daemon = await daemonOf(context);
  const upstreams = await upstreamsOf(context, daemon);
  if (upstream !== null && upstreams !== null) await checkName(upstream, upstreams.upstreams);
  const tests = testsOf(context, daemon, upstream);
  tests.catch(() => undefined); // its check tells
  return { context, daemon, upstream, upstreams, tests };
};

const daemonOf = async ({ client, now }: Context): Promise<Daemon> => {
  const start = now();
  try {
    const status = await client.status({});
    return { state: "running", status, latencyMs: now() - start };
  } catch (thrown) {
    if (!(thrown instanceof ProxyError)) throw thrown;
    if (thrown.code === "not_running") return { state: "stopped" };
    if (thrown.code === "version_mismatch") return { state: "other protocol", version: client.daemonVersion() };
    return { state: "silent" };
  }
};

/** A daemon knows; without one the files tell, if they can be read. */
const upstreamsOf = async ({ client, paths, env }: Context, { state }: Daemon): Promise<Scene["upstreams"] | null> => {
  try {
    if (state === "running") return await client.upstreams({});
    return (await import("../../src/offline/without-daemon.ts")).upstreamsWithoutDaemon(paths, env);
  } catch {
    return null; // the check of the configuration says why
  }
};

const checkName = async (name: string, upstreams: readonly UpstreamView[]): Promise<void> => {
  const known = upstreams.map((upstream) => upstream.name);
  if (known.includes(name)) return;
  const { nearest } = await import("../../src/lib/nearest.ts");
  throw new ProxyError("upstream_unknown", `There is no upstream "${name}". Known: ${known.join(", ")}.`, {
    hint: `Try: proxy-cli doctor ${nearest(name, known) ?? known[0] ?? ""}`,
  });
};

const testsOf = async (
  { client, paths, env }: Context,
  { state }: Daemon,
  name: string | null,
): Promise<readonly UpstreamTest[]> => {
  if (state === "running") return client.testUpstreams({ name });
  return (await import("../../src/offline/upstream-test.ts")).testUpstreamsWithoutDaemon(paths, env, name);
};

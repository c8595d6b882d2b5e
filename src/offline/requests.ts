import type { Paths } from "../config/paths.ts";
import { readConfig } from "../config/read.ts";
import type { RequestDetail } from "../control/contract.ts";
import { notRouted } from "../core/routed.ts";
import { dialects } from "../dialects/index.ts";
import { createDetails } from "../state/detail/index.ts";
import { readIdsLike, readRequest } from "../state/ledger/unopened.ts";
import { traceIn } from "../state/traces/files.ts";
import { traceRulesFrom } from "../state/traces/index.ts";

/** What the files of a daemon that does not run tell of a request; null where they do not know it. Throws `ledger_unreadable`. */
export const requestWithoutDaemon = async (
  paths: Paths,
  env: Readonly<Record<string, string | undefined>>,
  id: string,
): Promise<RequestDetail | null> => {
  const { folder } = traceRulesFrom(readConfig(paths.config, env, {}).values, paths);
  const details = createDetails({
    running: () => null,
    kept: { find: () => null, view: () => ({ requests: 0, bytes: 0, maxBytes: 0 }) },
    ended: async (one) => readRequest(paths.ledger, one)?.summary ?? null,
    routed: async (one) => readRequest(paths.ledger, one)?.routed ?? notRouted,
    trace: (one) => traceIn(folder, one),
    dialectNamed: (name) => dialects.find((dialect) => dialect.name === name) ?? null,
    lines: () => [],
  });
  return details(id);
};

/** The ids that begin so, the latest first, in the same way. */
export const requestsLikeWithoutDaemon = (paths: Pick<Paths, "ledger">, beginning: string, limit: number) =>
  readIdsLike(paths.ledger, beginning, limit);

import type { Paths } from "../config/paths.ts";
import { readConfig } from "../config/read.ts";
import { ProxyError } from "../core/errors.ts";
import type { Rehearsal } from "../core/rehearsal.ts";
import { dialects } from "../dialects/index.ts";
import { noOrders } from "../lifecycle/orders.ts";
import { createTokens } from "../meter/tokens/index.ts";
import { providers } from "../providers/index.ts";
import { rehearse } from "../rehearsal/index.ts";
import { recordedIn } from "../rehearsal/recorded.ts";
import { triedSettings } from "../rehearsal/tried.ts";
import { tableFrom } from "../routing/rules.ts";
import { readRequest } from "../state/ledger/unopened.ts";
import { openPins } from "../state/pins.ts";
import { traceIn } from "../state/traces/files.ts";
import { traceRulesFrom } from "../state/traces/index.ts";
import { auto, fixedUpstreams } from "../state/upstreams.ts";
import { chosenUpstream } from "./without-daemon.ts";

/**
 * Where a request of a daemon that does not run would go by the files as they are now. Its body is in its trace or
 * nowhere. Throws `input_missing`, `config_invalid`.
 */
export const rehearseWithoutDaemon = async (
  paths: Paths,
  env: Readonly<Record<string, string | undefined>>,
  id: string,
  file: string | null,
): Promise<Rehearsal> => {
  const { folder } = traceRulesFrom(readConfig(paths.config, env, {}).values, paths);
  const trace = await traceIn(folder, id);
  if (trace === null) throw onlyInMemory(id);
  const recorded = recordedIn(id, { kept: null, trace });
  const { settings, file: read } = triedSettings({ paths, env, orders: noOrders, providers }, file);
  const chosen = chosenUpstream({ ...paths, config: read }, env);
  const current = settings.upstreams.some(({ name }) => name === chosen) ? chosen : auto;
  const before = readRequest(paths.ledger, id)?.routed.decision ?? null;
  const rehearsed = rehearse(recorded, before, {
    table: tableFrom(settings.config.values, fixedUpstreams(settings.upstreams, current), providers),
    dialects,
    estimate: (chat, model) => createTokens().measureInput(chat, { model }).tokens,
    pinOf: openPins(paths.pins, Date.now).of,
  });
  return { id, source: recorded.source, file: read, before, ...rehearsed };
};

const onlyInMemory = (id: string): ProxyError =>
  new ProxyError(
    "input_missing",
    `Request ${id} cannot be tried again: no daemon runs that could have it in memory, and there is no trace of it.`,
    {
      hint: "Try: proxy-cli config set trace.enabled true and trace.bodies true, then proxy-cli start, and send it again",
    },
  );

import { mkdirSync } from "node:fs";
import { type Paths, pathsUnder } from "../../src/config/paths.ts";
import type { Upstream } from "../../src/core/provider.ts";
import { openState, type State } from "../../src/state/index.ts";
import { stoppedClock } from "./exchange.ts";
import { scratchFolder } from "./scratch.ts";

/** The real stores of a home of their own, on a clock that stands still. */
export const stateOf = (
  upstreams: readonly Upstream[],
  start: string,
): { readonly state: State; readonly paths: Paths } => {
  const paths = pathsUnder(scratchFolder());
  mkdirSync(paths.logs);
  const state = openState({
    paths,
    clock: stoppedClock(),
    run: "now",
    logLevel: "info",
    upstreams,
    start,
    keepsLedger: true,
    warn: () => undefined,
  });
  return { state, paths };
};

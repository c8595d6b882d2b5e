import type { Check } from "./check.ts";
import clock from "./clock.ts";
import config from "./config.ts";
import daemon from "./daemon.ts";
import disk from "./disk.ts";
import elsewhere from "./elsewhere.ts";
import environment from "./environment.ts";
import fileLimit from "./file-limit.ts";
import leftovers from "./leftovers.ts";
import listening from "./listening.ts";
import loop from "./loop.ts";
import memory from "./memory.ts";
import modes from "./modes.ts";
import port from "./port.ts";
import project from "./project.ts";
import roots from "./roots.ts";
import store from "./store.ts";
import tools from "./tools.ts";
import upstreams from "./upstreams.ts";

/** Every check, in the order of its lines. */
export const checks: readonly Check[] = [
  daemon, // without it nothing else matters
  port, // why it may not start
  listening,
  leftovers,
  modes,
  config,
  disk,
  elsewhere,
  memory,
  store,
  upstreams, // from here outwards
  loop,
  clock,
  roots,
  fileLimit,
  environment, // from here the person's side
  project,
  tools,
];

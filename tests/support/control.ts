import { join } from "node:path";
import { type Client, connectTo } from "../../src/control/client.ts";
import type { Handlers, Status } from "../../src/control/contract.ts";
import { type ControlServer, serveControl } from "../../src/control/server.ts";
import type { ProxyError } from "../../src/core/errors.ts";
import { createNotices, type Notices } from "../../src/state/notices.ts";
import { scratchFolder } from "./scratch.ts";

/** A control server on a socket of its own, and all that can be seen of it. */
export type Control = {
  readonly socket: string;
  readonly client: Client;
  readonly notices: Notices;
  /** Mistakes that the server has reported, oldest first. */
  readonly mistakes: readonly ProxyError[];
  /** A request as any program could write it. */
  readonly send: (path: string, init?: RequestInit) => Promise<Response>;
  readonly server: ControlServer;
};

/** Serves these handlers; the others fail. A watch begins with what `status` says then. It may take another's place. */
export const startControl = (
  handlers: Partial<Handlers> = {},
  status = () => quietStatus,
  socket = join(scratchFolder(), "daemon.sock"),
): Control => {
  const notices = createNotices();
  const mistakes: ProxyError[] = [];
  const server = serveControl({
    socket,
    madeAt: `${socket}~`,
    gate: async () => undefined,
    version: quietStatus.version,
    handlers: { ...unasked, ...handlers },
    snapshot: async () => ({ type: "snapshot", status: status() }),
    listen: notices.listen,
    onMistake: (error) => mistakes.push(error),
  });
  server.publish();
  const send = (path: string, init?: RequestInit) => fetch(`http://daemon/${path}`, { ...init, unix: socket });
  return { socket, client: connectTo(socket), notices, mistakes, send, server };
};

/** What a daemon says of itself while nothing happens. */
export const quietStatus: Status = {
  version: "1.2.3",
  pid: 1,
  url: "http://127.0.0.1:8080",
  startedAt: 1_800_000_000_000,
  uptimeMs: 0,
  upstream: "auto",
  previousUpstream: null,
  generation: 1,
  needsRestart: [],
  isDraining: false,
  isExposed: false,
  isDemo: false,
  inFlight: 0,
  today: null,
  tally: {
    accepted: 0,
    ended: 0,
    ok: 0,
    limited: 0,
    cut: 0,
    aborted: 0,
    refused: 0,
    failed: 0,
    protocolWarnings: 0,
    usageAnomalies: 0,
    p50Ms: null,
    p95Ms: null,
    ttftP50Ms: null,
  },
  ledger: { waiting: 0, lost: 0, trouble: null },
  droppedLogLines: 0,
  trace: { isOn: false, hasBodies: false, folder: "/home/me/.proxy-cli/traces", written: 0, dropped: 0 },
  kept: { requests: 0, bytes: 0, maxBytes: 0 },
  memory: { mode: "shadow", source: "default", since: 1_800_000_000_000, sessions: 0 },
  watchers: 0,
  rssBytes: 0,
  internalErrors: 0,
  loopLagMs: 0,
  heldBodyBytes: 0,
  draining: 0,
  violations: null,
  warnings: [],
};

const notAsked = async (): Promise<never> => {
  throw new Error("This test does not ask for that.");
};

const unasked: Handlers = {
  openWeb: notAsked,
  closeWeb: notAsked,
  cacheStats: notAsked,
  cachedAnswer: notAsked,
  clearCache: notAsked,
  status: notAsked,
  limits: notAsked,
  tokenUse: notAsked,
  upstreams: notAsked,
  testUpstreams: notAsked,
  switchUpstream: notAsked,
  resetUpstream: notAsked,
  models: notAsked,
  stats: notAsked,
  everywhere: notAsked,
  translations: notAsked,
  sessions: notAsked,
  session: notAsked,
  endSession: notAsked,
  compressSession: notAsked,
  budgets: notAsked,
  allowBudget: notAsked,
  stopBudget: notAsked,
  resetBudget: notAsked,
  statusline: notAsked,
  config: notAsked,
  decide: notAsked,
  receipt: notAsked,
  lendUpstream: notAsked,
  reload: notAsked,
  recent: notAsked,
  running: notAsked,
  series: notAsked,
  request: notAsked,
  requestsLike: notAsked,
  requestBody: notAsked,
  cancelRequest: notAsked,
  memories: notAsked,
  memory: notAsked,
  memoriesRecalled: notAsked,
  rememberMemory: notAsked,
  pinMemory: notAsked,
  forgetMemories: notAsked,
  memoryStats: notAsked,
  memoryPolicy: notAsked,
  resetMemoryPolicy: notAsked,
  resetMemory: notAsked,
  handOver: notAsked,
  stop: notAsked,
};

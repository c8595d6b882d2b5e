import { createHash } from "node:crypto";
import { join } from "node:path";

/** Every file of one installation. The home is `$PROXY_CLI_HOME`, else `~/.proxy-cli`; never the working directory. */
export type Paths = {
  readonly home: string;
  readonly config: string;
  readonly servers: string;
  /** What models cost by the person's own word. */
  readonly models: string;
  /** Versions of config.yaml that our commands have replaced. */
  readonly history: string;
  /** Held by a command that changes config.yaml, servers.yaml or tokens.json. */
  readonly configLock: string;
  readonly state: string;
  readonly token: string;
  readonly tokens: string;
  readonly ledger: string;
  /** Sessions, and what else is remembered of conversations. */
  readonly memory: string;
  /** What was left out of conversations, so that it stays left out. */
  readonly replay: string;
  /** What was left out, whole, so that it can be had again. */
  readonly originals: string;
  /** Answers that are kept to be given again, where that is switched on. */
  readonly cache: string;
  /** What models have answered to questions of our own. */
  readonly answers: string;
  /** Conversations of which a person wants more or less left out. */
  readonly overrides: string;
  /** What was learned of what pays in which project. */
  readonly learnt: string;
  /** Conversations that a person has sent somewhere. */
  readonly pins: string;
  /** What a person has allowed on top of budgets, and what was stopped. */
  readonly budgets: string;
  /** A secret of this installation: hashes of keys are made with it. */
  readonly salt: string;
  readonly lock: string;
  readonly socket: string;
  readonly lastStop: string;
  readonly starts: string;
  readonly logs: string;
  readonly log: string;
  /** Who changed what. */
  readonly audit: string;
  /** How long each request took, where that is kept. */
  readonly performance: string;
  /** Requests and answers as files, where that is wanted. */
  readonly traces: string;
};

/** The longest path a unix socket can have here (sun_path, one byte for the end). */
const maxSocketPath = 103;

/** Where everything lives, by this environment. Throws when there is no home to be found. */
export const pathsFrom = (env: Readonly<Record<string, string | undefined>>): Paths => {
  const { PROXY_CLI_HOME: own = "", HOME: user = "" } = env;
  const home = own !== "" ? own : user !== "" ? join(user, ".proxy-cli") : "";
  if (!home.startsWith("/")) {
    throw new Error("There is no home folder: set HOME, or PROXY_CLI_HOME to an absolute path.");
  }
  const paths = pathsUnder(home, env["XDG_RUNTIME_DIR"]);
  const socket = env["PROXY_CLI_SOCKET"] ?? "";
  return socket.startsWith("/") ? { ...paths, socket } : paths;
};

/** The same for a home that is known already. */
export const pathsUnder = (home: string, runtimeFolder?: string): Paths => ({
  home,
  config: join(home, "config.yaml"),
  servers: join(home, "servers.yaml"),
  models: join(home, "models.yaml"),
  history: join(home, "config-history.json"),
  configLock: join(home, "config.lock"),
  state: join(home, "state.json"),
  token: join(home, "token"),
  tokens: join(home, "tokens.json"),
  ledger: join(home, "ledger.db"),
  memory: join(home, "memory.db"),
  replay: join(home, "replay.db"),
  originals: join(home, "originals.db"),
  cache: join(home, "cache.db"),
  answers: join(home, "answers"),
  overrides: join(home, "memory-overrides.json"),
  learnt: join(home, "memory-policy.json"),
  pins: join(home, "pins.json"),
  budgets: join(home, "budgets.json"),
  salt: join(home, "salt"),
  lock: join(home, "daemon.lock"),
  socket: socketPath(home, runtimeFolder),
  lastStop: join(home, "last-stop.json"),
  starts: join(home, "starts.json"),
  logs: join(home, "logs"),
  log: join(home, "logs", "daemon.log"),
  audit: join(home, "logs", "audit.jsonl"),
  performance: join(home, "logs", "performance.jsonl"),
  traces: join(home, "traces"),
});

/** A home whose path is too long for a socket gets one named by its hash in the user's runtime folder. */
const socketPath = (home: string, runtimeFolder: string | undefined): string => {
  const usual = join(home, "daemon.sock");
  if (Buffer.byteLength(usual) <= maxSocketPath || runtimeFolder?.startsWith("/") !== true) return usual;
  return join(runtimeFolder, `proxy-cli-${createHash("sha256").update(home).digest("hex").slice(0, 16)}.sock`);
};

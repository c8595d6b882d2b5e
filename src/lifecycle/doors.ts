import { refuseSocketPlace, removeStaleSocket, socketBeside } from "../config/home.ts";
import type { Handlers } from "../control/contract.ts";
import type { Engine } from "../control/engine.ts";
import { createHandlers } from "../control/handlers.ts";
import { type ControlServer, serveControl } from "../control/server.ts";
import type { Watched } from "../control/watch-stream.ts";
import type { Accounts } from "../core/accounts.ts";
import { type Parts, pageFactsOf, statusOf } from "../engine/facts.ts";
import { requestIds } from "../lib/id.ts";
import { type Listener, listen } from "../server/listen.ts";
import type { TokenCheck } from "../server/token-check.ts";
import type { HandOver } from "./hand-over.ts";
import { type DaemonOptions, noListener } from "./opening.ts";

/** Who stands behind a daemon's doors. */
export type Behind = {
  readonly options: DaemonOptions;
  readonly parts: Parts;
  readonly handOver: Pick<HandOver, "gate" | "isGiven">;
  readonly accounts: () => Accounts;
};

type Answers = Watched & { readonly handlers: Handlers };

/** The door for programs: the port of the settings. Throws where it cannot be had. */
export const openPort = ({ options, parts, handOver, accounts }: Behind, tokens: TokenCheck): Listener => {
  const { clock, predecessor } = options;
  const { live, state, paranoid, admission, isExposed } = parts;
  const { values } = live.settings().config;
  try {
    return listen({
      hostname: values["server.host"],
      port: values["server.port"],
      runtime: live.runtime,
      accounts: accounts(),
      admission,
      isShared: predecessor?.isShared ?? false,
      isLeaving: handOver.isGiven,
      web: parts.web,
      onAnswer: paranoid?.answered ?? null,
      clock,
      newId: requestIds(clock.now, Math.random),
      pages: () => pageFactsOf(parts),
      maxMessageBytes: values["limits.max_body_bytes"],
      tokens,
      callerOf: state.callerOf,
      isExposed,
    });
  } catch (cause) {
    throw noListener(values["server.host"], values["server.port"], cause);
  }
};

/** The door for who steers it: a socket in the home, not found there before it is published. The web page answers by the same calls. */
export const openControl = ({ options, parts, handOver, accounts }: Behind, engine: Engine): ControlServer => {
  const { paths, version, uid, pid } = options;
  const madeAt = socketBeside(paths.socket, pid);
  refuseSocketPlace(paths.socket, uid);
  removeStaleSocket(madeAt, uid);
  const answers: Answers = {
    handlers: createHandlers(engine),
    snapshot: async () => ({ type: "snapshot", status: statusOf(parts) }),
    listen: parts.state.notices.listen,
  };
  parts.web.learn({
    ...answers,
    url: parts.url,
    onRefused: (error) => accounts().refused(error, "web"),
    note: (action) => parts.state.audit.note(action, "control"),
  });
  return serveControl({
    ...answers,
    socket: paths.socket,
    madeAt,
    gate: handOver.gate,
    version,
    onMistake: (error) => accounts().mistake(error, "control"),
  });
};

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../../cli/daemon/alive.ts";
import type { Client } from "../../src/control/client.ts";
import { leaksIn, textsUnder } from "./canary.ts";
import { type LedgerRow, rowsIn } from "./daemon.ts";
import { serversAt } from "./fault-bench.ts";
import { type Faultd, startFaultd } from "./faultd.ts";
import { type Corner, controlOf, newCorner, type Ran } from "./program.ts";
import { until } from "./wait.ts";

/** A daemon of the command line on a port that it keeps, with every vendor at one fault server. */
export type Restarting = {
  readonly corner: Corner;
  readonly vendor: Faultd;
  readonly control: Client;
  readonly port: number;
  readonly url: string;
  readonly cli: (...words: readonly string[]) => Promise<Ran>;
  readonly pid: () => Promise<number>;
  /** Resolves when it has; who keeps idle connections to it may hold it for half a minute. */
  readonly hasEnded: (pid: number) => Promise<unknown>;
  /** All rows, when everything that has ended is written. */
  readonly rows: () => Promise<readonly LedgerRow[]>;
  readonly logLines: () => readonly Readonly<Record<string, unknown>>[];
  /** Keys in anything that was written. */
  readonly leaks: () => readonly string[];
  readonly leave: () => Promise<void>;
};

/** Makes the place; nothing runs yet. */
export const newRestarting = (): Restarting => {
  const corner = newCorner();
  const vendor = startFaultd();
  const port = freePort();
  const control = controlOf(corner);
  mkdirSync(corner.home, { mode: 0o700 });
  writeFileSync(join(corner.home, "servers.yaml"), serversAt(vendor.url), { mode: 0o600 });
  const env = { PROXY_PORT: String(port), PROXY_PARANOID: "1", PROXY_SIMULATOR_PACE_MS: "1" };
  const log = join(corner.home, "logs", "daemon.log");
  const logLines = () =>
    (existsSync(log) ? readFileSync(log, "utf8") : "")
      .split("\n")
      .flatMap((line) => (line === "" ? [] : JSON.parse(line)));
  return {
    ...{ corner, vendor, control, port, logLines },
    url: `http://127.0.0.1:${port}`,
    cli: (...words) => corner.cli(words, env),
    pid: async () => (await control.status({})).pid,
    hasEnded: (pid) => until(`process ${pid} ends`, () => !isAlive(pid), 60_000),
    rows: async () => {
      await control.stats({ since: 0, by: "status" });
      return rowsIn(join(corner.home, "ledger.db"));
    },
    leaks: () => {
      const files = Object.entries(textsUnder(corner.home)).filter(([path]) => !path.endsWith("/servers.yaml"));
      return leaksIn(Object.fromEntries(files));
    },
    leave: async () => {
      const broken = logLines().filter(({ message }) => message === "invariant");
      await corner.leave();
      vendor.stop();
      if (broken.length > 0) throw new Error(`Invariants were broken: ${JSON.stringify(broken)}`);
    },
  };
};

/** A port that nobody had a moment ago. */
const freePort = (): number => {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  listener.stop(true);
  return listener.port;
};

import { expect } from "bun:test";
import type { Status } from "../../src/control/contract.ts";
import type { TestDaemon } from "./daemon.ts";
import type { FaultBench } from "./fault-bench.ts";
import { read, send } from "./faultd.ts";
import { type Format, formats } from "./formats.ts";
import { answerText } from "./http-text.ts";
import { type PostgresServer, postgresPassword } from "./postgres-server.ts";
import { until } from "./wait.ts";

const [format] = formats as [Format];

/** Sends so many requests through a bench, four at a time, each over a connection of its own; all must be answered. */
export const sendMany = async (bench: FaultBench, many: number, soFar: (done: number) => void = () => undefined) => {
  let [begun, done] = [0, 0];
  const lane = async (): Promise<void> => {
    while (begun++ < many) {
      const client = await bench.ask(format, false);
      await client.until("it is answered", () => client.message().isDone);
      expect(client.message().startLine).toStartWith("HTTP/1.1 200");
      soFar(++done);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
};

/** Has the vendor answer everything from now on. */
export const answering = (bench: FaultBench): void => bench.vendor.play(read("all"), send(answerText(format.answer)));

/** How it is with the ledger elsewhere. */
export const elsewhereOf = async ({ control }: Pick<TestDaemon, "control">) => {
  const { elsewhere } = (await control.status({})).ledger;
  if (elsewhere === undefined) throw new Error("The daemon has no ledger elsewhere.");
  return elsewhere;
};

type Elsewhere = NonNullable<Status["ledger"]["elsewhere"]>;

/** Waits until it is as wanted, also longer than a server that does not answer is waited for. */
export const untilElsewhere = (
  daemon: Pick<TestDaemon, "control">,
  what: string,
  holds: (elsewhere: Elsewhere) => boolean,
): Promise<Elsewhere> =>
  until(
    what,
    async () => {
      const found = (await daemon.control.status({})).ledger.elsewhere;
      return found !== undefined && holds(found) && found;
    },
    45_000,
  );

/** The ids of a daemon's own rows, and those that PostgreSQL has, each as often as it has it. */
export const bothLedgers = async (daemon: TestDaemon, server: PostgresServer, database: string) => {
  const here = (await daemon.rows()).map(({ id }) => id).toSorted();
  const there = await server.ask("SELECT id FROM proxy_requests ORDER BY id", database);
  return { here, there: there.map(({ id }) => String(id)).toSorted() };
};

/** Waits until PostgreSQL has every row of this daemon; none may be there twice, and its password nowhere else. */
export const expectAllThere = async (daemon: TestDaemon, server: PostgresServer, database: string): Promise<void> => {
  await until(
    "PostgreSQL has all rows",
    async () => {
      const { here, there } = await bothLedgers(daemon, server, database).catch(() => ({ here: [""], there: [] }));
      return here.length === there.length;
    },
    45_000,
  ).catch(() => undefined);
  const { here, there } = await bothLedgers(daemon, server, database);
  expect(there).toEqual(here);
  expect(await daemon.leaks([postgresPassword])).toEqual([]);
};

/** Waits until the log tells exactly this of the ledger elsewhere, a line for each. */
export const expectTold = async (daemon: TestDaemon, ...lines: readonly string[]): Promise<void> => {
  const told = (): readonly string[] =>
    daemon
      .logLines()
      .map(({ message }) => String(message))
      .filter((message) => message.startsWith("ledger elsewhere"));
  await until("the log tells it", () => told().length >= lines.length).catch(() => undefined);
  expect(told()).toEqual(lines.map((line) => `ledger elsewhere ${line}`));
};

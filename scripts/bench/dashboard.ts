import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import type { Handlers } from "../../src/control/contract.ts";
import type { RequestSummary } from "../../src/core/notice.ts";
import { quietStatus, startControl } from "../../tests/support/control.ts";
import { sceneOf } from "../../tests/support/dashboard-scenes.ts";
import { openScreen, type TestScreen } from "../../tests/support/screen.ts";
import { summary } from "../../tests/support/summary.ts";
import { until } from "../../tests/support/wait.ts";

/**
 * What the dashboard costs, in a real terminal, before a daemon that only talks: so much CPU while nothing happens, at 100
 * and at 1,000 requests a second; how long a key takes to be seen; how much is written to the terminal; whether memory grows.
 */
const { values } = parseArgs({
  options: { seconds: { type: "string", default: "15" }, minutes: { type: "string", default: "0" } },
});
const seconds = Number(values.seconds);
const size = { columns: 120, rows: 40 };
const print = (...parts: readonly (string | number)[]): void => console.log(parts.join("  "));

const { answers } = sceneOf("busy");
const startedAt = Date.now() - 3_600_000;
const handlers = Object.fromEntries(
  Object.entries(answers).map(([name, answer]) => [
    name,
    async (ask: unknown) => (answer as (ask: unknown) => unknown)(ask),
  ]),
) as Partial<Handlers>; // what the scene answers is what the contract has
const control = startControl(handlers, () => ({ ...quietStatus, ...answers.status?.({}), startedAt }));

/** Requests a second that begin and end while something is measured. */
let rate = 0;
let told = 0;
let owed = 0;
const beatMs = 10;
const teller = setInterval(() => {
  for (owed += (rate * beatMs) / 1000; owed >= 1; owed--) {
    const request = nextRequest();
    const { id, method, path, client } = request;
    control.notices.send({
      type: "request-started",
      id,
      method,
      path,
      client,
      startedAt: request.startedAt,
      dialect: "anthropic",
    });
    control.notices.send({ type: "request-ended", request });
  }
}, beatMs);

const nextRequest = (): RequestSummary => {
  told++;
  const model = `model-${told % 7}`;
  return summary({
    ...{
      id: `r_${told.toString(36).padStart(10, "0")}`,
      startedAt: Date.now(),
      model,
      upstream: `upstream-${told % 3}`,
    },
    ...{ inputTokens: 40_000 + told, cacheReadTokens: 30_000, outputTokens: told % 900, costMicros: 31_000 + told },
    ...{ costKind: "reported", status: told % 50 === 0 ? 429 : 200, session: `s_${told % 20}`, durationMs: 900 },
  });
};

/** Seconds of CPU that the process has taken; the clock of /proc ticks a hundred times a second. */
const cpuOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

const megabytesOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1000;

const measure = async (screen: TestScreen, what: string, perSecond: number, goal: string): Promise<void> => {
  rate = perSecond;
  await Bun.sleep(perSecond === 0 ? 12_000 : 2000); // let it settle, or come to rest
  const [cpu, bytes, at] = [cpuOf(screen.pid), screen.raw().length, performance.now()];
  await Bun.sleep(seconds * 1000);
  const spanS = (performance.now() - at) / 1000;
  const share = (100 * (cpuOf(screen.pid) - cpu)) / spanS;
  const written = (screen.raw().length - bytes) / spanS / 1000;
  print(
    what.padEnd(24),
    `CPU ${share.toFixed(1)} %`.padEnd(12),
    `goal ${goal}`.padEnd(12),
    `${written.toFixed(1)} kB/s to the terminal`,
  );
};

/** From the key to the first byte of the picture that it makes. */
const keys = async (screen: TestScreen, perSecond: number): Promise<void> => {
  rate = perSecond;
  const times: number[] = [];
  for (let round = 0; round < 60; round++) {
    const isOpen = /Keys/.test(screen.text());
    const start = performance.now();
    screen.type(isOpen ? "\x1b" : "?");
    await until("the key is seen", () => /Keys/.test(screen.text()) !== isOpen, 5000);
    times.push(performance.now() - start);
    await Bun.sleep(120);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): string => (sorted[Math.ceil(sorted.length * part) - 1] ?? 0).toFixed(0);
  print(
    `key to picture at ${perSecond}/s`.padEnd(24),
    `p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  most ${at(1)} ms`,
    "goal < 50 ms",
  );
};

const memory = async (screen: TestScreen, minutes: number): Promise<void> => {
  rate = 100;
  print(`memory over ${minutes} min at 100/s`, `${megabytesOf(screen.pid).toFixed(0)} MB at the start`);
  for (let minute = 1; minute <= minutes; minute++) {
    await Bun.sleep(60_000);
    if (minute % 5 === 0 || minute === minutes)
      print(`  after ${minute} min`, `${megabytesOf(screen.pid).toFixed(0)} MB`);
  }
};

const home = dirname(control.socket);
const screen = openScreen(
  ["cli/proxy-cli", "tui"],
  { PATH: process.env["PATH"] ?? "", HOME: home, PROXY_CLI_HOME: home },
  size,
);
await screen.shows(/quit/);
await measure(screen, "nothing happens", 0, "< 2 %");
await measure(screen, "100 requests/s", 100, "< 5 %");
await measure(screen, "1,000 requests/s", 1000, "< 10 %");
await keys(screen, 1000);
if (Number(values.minutes) > 0) await memory(screen, Number(values.minutes));
screen.type("q");
print("exit code", await screen.exited, `${told} requests told`);
clearInterval(teller);
await control.server.stop();
process.exit(0);

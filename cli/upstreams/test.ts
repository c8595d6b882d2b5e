import type { UpstreamTest } from "../../src/control/contract.ts";
import type { KeyFound, Stage } from "../../src/core/examined.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import { type Column, tableLines } from "../output/table.ts";
import { waited } from "../output/units.ts";
import { visible } from "../output/visible.ts";

/** What `test` ends with when one cannot be reached: service unavailable. */
const unreachable = 69;

/** Goes to one upstream, or to all, step by step; by its exit code whether all went well. */
export const testUpstream = async (context: Context, asked: string | null): Promise<number> => {
  const { json, data, print, say, paint, columns: width } = context;
  if (asked === "auto" && !json) say("auto is no place of its own: these are where it sends requests to");
  const tests = await testsOf(context, asked === "auto" ? null : asked);
  const exitCode = tests.every(isGood) ? 0 : unreachable;
  if (json) {
    data({ tests });
    return exitCode;
  }
  const rows = tests.map((test) => [
    test.name,
    { text: stateOf(test), dress: (text: string) => paint(isGood(test) ? "ok" : "error", text) },
    waited(test.latencyMs),
    test.stages.map(stageWords).join("  "),
    visible(whyOf(test)),
  ]);
  for (const line of tableLines({ columns, rows, width })) print(line);
  return exitCode;
};

const columns: readonly Column[] = [
  { title: "NAME" },
  { title: "STATE" },
  { title: "LATENCY", right: true },
  { title: "STEPS" },
  { title: "WHY", flexible: true },
];

/** What the daemon finds, or without one what is found from here. */
export const testsOf = async (
  { client, paths, env }: Pick<Context, "client" | "paths" | "env">,
  name: string | null,
): Promise<readonly UpstreamTest[]> => {
  const live = await orNull(client.testUpstreams({ name }));
  return live ?? (await import("../../src/offline/upstream-test.ts")).testUpstreamsWithoutDaemon(paths, env, name);
};

/** Whether the key that we hold was refused. */
export const isKeyRefused = ({ stages }: UpstreamTest): boolean =>
  stages.some(({ stage, verdict }) => stage === "auth" && verdict === "failed");

const isGood = (test: UpstreamTest): boolean => test.reachable && !isKeyRefused(test);

const stateOf = (test: UpstreamTest): string => (isGood(test) ? "ok" : test.reachable ? "KEY" : "DOWN");

const stageWords = ({ stage, verdict }: Stage): string =>
  `${stage} ${{ ok: "ok", failed: "x", unknown: "-" }[verdict]}`;

const whyOf = ({ reason, stages, keys = [] }: UpstreamTest): string =>
  keys.length > 0
    ? keys.map(keyFoundWords).join("  ")
    : (reason ?? stages.find(({ stage }) => stage === "auth")?.detail ?? "");

/** `...p0Zz ok`, `...p0Zz 401`. */
export const keyFoundWords = ({ key, verdict, detail }: KeyFound): string =>
  `${key} ${verdict === "ok" ? "ok" : (detail?.replace(` to key ${key}`, "") ?? "not told")}`;

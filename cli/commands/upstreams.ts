import type { UpstreamTest, UpstreamView } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import { orNull } from "../answering.ts";
import type { Command, Context } from "../command.ts";
import { type Column, tableLines } from "../output/table.ts";
import { waited } from "../output/units.ts";
import { visible } from "../output/visible.ts";

/** What `test` ends with when one cannot be reached: service unavailable. */
const unreachable = 69;

export default {
  args: "[action] [name]",
  summary: "where requests can go, and whether each can be reached",
  options: [],
  examples: ["proxy-cli upstreams", "proxy-cli upstreams test", "proxy-cli upstreams test cn"],
  run: async (context, { args: [action = "list", name] }) => {
    if (action === "test") return test(context, name ?? null);
    if (action === "list") return list(context);
    throw new ProxyError("usage", `upstreams knows list and test, not "${action}".`, {
      hint: `Try: proxy-cli upstreams ${nearest(action, ["list", "test"]) ?? `test ${action}`}`,
    });
  },
} satisfies Command;

const list = async (context: Context): Promise<void> => {
  const { client, paths, env, json, data, print } = context;
  const live = await orNull(client.upstreams({}));
  const { current, upstreams } = live ?? (await import("../../src/offline.ts")).upstreamsWithoutDaemon(paths, env);
  if (json) return data({ running: live !== null, current, upstreams });
  const isWide = context.columns >= wideEnough;
  const auto =
    current === "auto"
      ? [["* auto", "each request to the vendor it speaks to", "", "", ...(isWide ? ["", ""] : [])]]
      : [];
  const rows = upstreams.map((upstream) => row(upstream, live !== null, isWide));
  for (const line of tableLines({ columns: columnsFor(isWide), rows: [...auto, ...rows], width: context.columns }))
    print(line);
};

/** From here on there is room for what can also be read off the name and the endpoint. */
const wideEnough = 110;

const columnsFor = (isWide: boolean): readonly Column[] => [
  { title: "  NAME" },
  { title: "ENDPOINT", flexible: true },
  { title: "RUNNING", right: true },
  { title: "KEY", flexible: true },
  ...(isWide ? [{ title: "REGION" }, { title: "FORMATS", flexible: true }] : []),
];

const row = (
  { name, takesAnyKey, isCurrent, dialects, endpoint, region, inFlight, key }: UpstreamView,
  isLive: boolean,
  isWide: boolean,
) => [
  `${isCurrent ? "*" : " "} ${name}`,
  takesAnyKey ? "built in, offline" : endpoint,
  isLive ? String(inFlight) : "-",
  key ?? (takesAnyKey ? "any" : "client's own"),
  ...(isWide ? [region ?? "-", dialects.join(" ")] : []),
];

const test = async (
  { client, json, data, print, paint, columns: width }: Context,
  name: string | null,
): Promise<number> => {
  const tests = await client.testUpstreams({ name });
  const exitCode = tests.every(({ reachable }) => reachable) ? 0 : unreachable;
  if (json) {
    data({ tests });
    return exitCode;
  }
  const columns: readonly Column[] = [
    { title: "NAME" },
    { title: "STATE" },
    { title: "LATENCY", right: true },
    { title: "WHY", flexible: true },
  ];
  const rows = tests.map(({ name: upstream, reachable, latencyMs, reason }: UpstreamTest) => [
    upstream,
    { text: reachable ? "ok" : "DOWN", dress: (text: string) => paint(reachable ? "ok" : "error", text) },
    waited(latencyMs),
    visible(reason ?? ""),
  ]);
  for (const line of tableLines({ columns, rows, width })) print(line);
  return exitCode;
};

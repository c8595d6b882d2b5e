import type { UpstreamView } from "../../src/control/contract.ts";
import type { ServerEntry } from "../../src/offline/servers.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import { tableLines } from "../output/table.ts";
import { counted, waited } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { circuitWords, coolingWords, reasonWords, standingWords } from "./standing.ts";
import { nameNeeded, noUpstream, upstreamsView } from "./view.ts";

const dayMs = 86_400_000;

/** Everything that is known of one upstream, and where each of its fields was said. */
export const showUpstream = async (context: Context, asked: string | null): Promise<void> => {
  const name = nameNeeded(asked, "upstreams show");
  const { client, paths, json, data, print, now } = context;
  const { running, upstreams } = await upstreamsView(context);
  const upstream = upstreams.find((one) => one.name === name);
  if (upstream === undefined)
    throw noUpstream(
      name,
      upstreams.map((one) => one.name),
      "upstreams show",
    );
  const { serverEntries } = await import("../../src/offline/servers.ts");
  const fields = fieldsOf(serverEntries(paths).get(name), upstream);
  const stats = await orNull(client.stats({ since: now() - dayMs, by: "upstream" }));
  const p50Ms = stats?.groups.find((group) => group.name === name)?.p50Ms ?? null;
  if (json) return data({ running, ...upstream, p50Ms, fields });
  for (const line of lines(upstream, { running, p50Ms, fields, now: now() })) print(line);
};

type Field = { readonly field: string; readonly value: string; readonly source: string };

/** Each field that is written down, with who says so. A key is never shown. */
const fieldsOf = (entry: ServerEntry | undefined, { key, keys = [], endpoint }: UpstreamView): readonly Field[] => {
  if (entry === undefined)
    return [{ field: "endpoint", value: endpoint, source: "command line, environment or config.yaml" }];
  const [builtIn, own] = [flat(entry.builtIn ?? {}), flat(entry.own ?? {})];
  return Object.keys({ ...builtIn, ...own }).map((field) => ({
    field,
    value: field.startsWith("api_key")
      ? (keys[Number(/\.(\d+)$/.exec(field)?.[1] ?? 0)] ?? key ?? "...")
      : visible(String(own[field] ?? builtIn[field])),
    source: field in own ? (field in builtIn ? "yours, instead of the built-in one" : "yours") : "built-in",
  }));
};

const flat = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) =>
      typeof value === "object" && value !== null
        ? Object.entries(value).map(([inner, one]): [string, unknown] => [`${field}.${inner}`, one])
        : [[field, value] as [string, unknown]],
    ),
  );

type More = {
  readonly running: boolean;
  readonly p50Ms: number | null;
  readonly fields: readonly Field[];
  readonly now: number;
};

const lines = (upstream: UpstreamView, { running, p50Ms, fields, now }: More): readonly string[] => {
  const { name, isCurrent, provider, region, addresses, key, keys = [], takesAnyKey, inFlight, headMs } = upstream;
  const latency = p50Ms === null ? "" : `, p50 ${waited(p50Ms)} in the last 24 hours`;
  const stands = [standingWords(upstream, now), reasonWords(upstream), circuitWords(upstream, now)];
  const cooling = coolingWords(upstream, now);
  const head = [
    ["name", `${name}${isCurrent ? "   (current)" : ""}`],
    ["type", provider],
    ["region", region ?? "-"],
    keys.length > 1
      ? ["keys", `${keys.join(", ")}; each conversation has one of its own`]
      : ["key", key ?? (takesAnyKey ? "any" : "client's own (pass-through)")],
    ["state", running ? `${counted(inFlight, "request")} running${latency}` : "the proxy is not running"],
    ...(running ? [["stands", stands.filter((part) => part !== "").join(" ")]] : []),
    ...(headMs == null ? [] : [["answers", `begin after ${waited(headMs)}, by the latest ones`]]),
    ...cooling.map((words, at) => [at === 0 ? "rests" : "", words]),
    ...addresses.map(({ dialects, url }) => [dialects.join(" ") || "other paths", url]),
  ];
  const table = tableLines({
    columns: [{ title: "FIELD" }, { title: "VALUE" }, { title: "SOURCE" }],
    rows: fields.map(({ field, value, source }) => [field, value, source]),
    width: Number.POSITIVE_INFINITY,
  });
  const shape = [{ title: "" }, { title: "" }];
  return [...tableLines({ columns: shape, rows: head, width: Number.POSITIVE_INFINITY }).slice(1), "", ...table];
};

import type { JsonObject } from "../../src/lib/json.ts";
import { numberOrNull, objectIn, textOrNull } from "../../src/lib/json.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { signOf } from "../output/ending.ts";
import { type Column, tableLines } from "../output/table.ts";
import { bytes, dayAndTime, unknown, waited } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { traceFilter } from "./filter.ts";
import { tracePlace } from "./place.ts";

/** How many without a word about it. */
const usualCount = 20;

const columns: readonly Column[] = [
  { title: "ID" },
  { title: "AT" },
  { title: "STATUS" },
  { title: "UPSTREAM", givesWay: 2 },
  { title: "MODEL", flexible: true },
  { title: "PATH", flexible: true, givesWay: 3 },
  { title: "TOOK", right: true, givesWay: 1 },
  { title: "SIZE", right: true, givesWay: 4 },
];

/** The latest traces on a line each, newest first; of those alone that a filter wants. */
export const listTraces = async (context: Context, wanted: string | null, flags: Flags): Promise<void> => {
  const { json, data, print, say, columns: width, now } = context;
  const { folder, isOn, hasBodies } = await tracePlace(context);
  const { latestTraces } = await import("../../src/offline/traces.ts");
  const accepts = traceFilter(wanted, now());
  const found = await latestTraces(folder, flags.whole("lines", 1) ?? usualCount, accepts);
  if (json)
    return data({
      isOn,
      hasBodies,
      folder,
      traces: found.map(({ id, bytes: size, trace }) => ({ id, size, ...briefly(trace) })),
    });
  if (found.length === 0 && wanted !== null) return say(`none fits ${wanted}`);
  if (found.length === 0) return say(isOn ? "none yet" : "none; tracing is off.   Switch it on:  proxy-cli trace on");
  const rows = found.map(({ id, bytes: size, trace }) => {
    const { at, status, outcome, upstream, model, path, durationMs } = briefly(trace);
    const ending = outcome === "--" || outcome === null ? "" : ` ${outcome}`;
    return [
      id,
      at === null ? unknown : dayAndTime(Date.parse(at), now()),
      visible(`${signOf({ status, outcome: outcome ?? "--" }).sign}${ending}`),
      visible(upstream ?? unknown),
      visible(model ?? unknown),
      visible(path ?? unknown),
      waited(durationMs),
      bytes(size),
    ];
  });
  for (const line of tableLines({ columns, rows, width })) print(line);
};

const briefly = (trace: JsonObject | null) => {
  const { at, upstream, model, path, outcome } = trace ?? {};
  const { status, code, durationMs } = objectIn(outcome);
  return {
    at: textOrNull(at),
    status: numberOrNull(status),
    outcome: textOrNull(code),
    upstream: textOrNull(upstream),
    model: textOrNull(model),
    path: textOrNull(path),
    durationMs: numberOrNull(durationMs),
  };
};

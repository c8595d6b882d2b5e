import type { Context } from "../command.ts";
import { counted } from "../output/units.ts";
import { tracePlace } from "./place.ts";

/** Overwrites and removes every trace. */
export const clearTraces = async (context: Context): Promise<void> => {
  const { json, data, say, paint, paths, confirm } = context;
  const { folder } = await tracePlace(context);
  if (!(await confirm(`Remove every trace in ${folder}?`, "proxy-cli trace clear"))) return;
  const { clearAll } = await import("../../src/offline/traces.ts");
  const count = await clearAll(paths, folder);
  if (json) return data({ cleared: count });
  say(`${paint("ok", "ok")}  ${counted(count, "trace")} overwritten and removed`);
};

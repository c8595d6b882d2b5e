import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { counted } from "../output/units.ts";
import { tracePlace } from "./place.ts";

/** Overwrites and removes every trace. */
export const clearTraces = async (context: Context, word: string | null): Promise<void> => {
  if (word !== null)
    throw new ProxyError("usage", `trace clear removes all of them; "${word}" was not understood.`, {
      hint: "Try: proxy-cli trace clear",
    });
  const { json, data, say, paint, paths, confirm } = context;
  const { folder } = await tracePlace(context);
  if (!(await confirm(`Remove every trace in ${folder}?`, "proxy-cli trace clear"))) return;
  const { clearAll } = await import("../../src/offline/traces.ts");
  const count = await clearAll(paths, folder);
  if (json) return data({ cleared: count });
  say(`${paint("ok", "ok")}  ${counted(count, "trace")} overwritten and removed`);
};

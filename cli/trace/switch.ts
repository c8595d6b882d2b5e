import { settings } from "../../src/config/schema.ts";
import type { Context } from "../command.ts";
import { type Action, placeOf } from "../config/action.ts";
import { whenItCounts } from "../daemon/in-force.ts";
import type { Flags } from "../flags.ts";
import { withTilde } from "../output/home.ts";
import { tracePlace } from "./place.ts";

type Place = Parameters<Action["run"]>[0];

/** From now on requests are traced; with `--bodies` prompts and answers too, where somebody agrees to that. */
export const traceOn = async (context: Context, _: string | null, flags: Flags): Promise<void> => {
  const withBodies = flags.has("bodies");
  const { agreement } = settings["trace.bodies"];
  if (withBodies && agreement !== null && !(await context.confirm(agreement, "proxy-cli trace on --bodies"))) return;
  await save(context, "trace.bodies", withBodies);
  await tell(context, await save(context, "trace.enabled", true));
};

/** No request is traced any more; what is there stays. */
export const traceOff = async (context: Context): Promise<void> =>
  tell(context, await save(context, "trace.enabled", false));

const save = async (context: Place, name: "trace.enabled" | "trace.bodies", isOn: boolean) => {
  const { saveSetting } = await import("../../src/offline/save.ts");
  return (await saveSetting(await placeOf(context), name, String(isOn))).reloaded;
};

const tell = async (context: Context, reloaded: Awaited<ReturnType<typeof save>>): Promise<void> => {
  const { json, data, say, paint, env } = context;
  const { folder, isOn, hasBodies } = await tracePlace(context);
  if (json) return data({ isOn, hasBodies, folder, running: reloaded !== null });
  const what = isOn ? `traces are on, ${hasBodies ? "with" : "without"} prompts and answers` : "traces are off";
  say(`${paint("ok", "ok")}  ${what}   (${withTilde(folder, env["HOME"])})`);
  const when = whenItCounts(reloaded);
  if (when !== null) say(`    ${when}`);
  if (!isOn) say("    remove what is there:  proxy-cli trace clear");
};

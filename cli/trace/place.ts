import type { Context } from "../command.ts";
import { viewOf } from "../config/view.ts";

/** What the settings say of traces: where they are, whether they are taken, and whether bodies are in them. */
export type TracePlace = { readonly folder: string; readonly isOn: boolean; readonly hasBodies: boolean };

/** Asks the daemon, or the files where none runs. */
export const tracePlace = async (context: Context): Promise<TracePlace> => {
  const { config } = await viewOf(context);
  const settingOf = (name: string): unknown => config.settings.find((one) => one.name === name)?.value;
  const { traceFolder } = await import("../../src/offline/traces.ts");
  const isOn = settingOf("trace.enabled") === true;
  return {
    folder: traceFolder(String(settingOf("trace.directory") ?? ""), context.paths),
    isOn,
    hasBodies: isOn && settingOf("trace.bodies") === true,
  };
};

import type { Config } from "../config/layers/load.ts";
import type { SettingName } from "../config/schema.ts";
import { isObject, objectIn } from "../lib/json.ts";
import type { ChosenBy, Upstreams } from "../state/upstreams.ts";
import type { SettingView } from "./contract.ts";

/**
 * A setting as people see it. Another upstream than the file names may be current, so `upstream` shows what is in force
 * and says why. `written` is what the files said last.
 */
export const settingView = (
  name: SettingName,
  { values, sources, overridden }: Config,
  { current, chosenBy }: Pick<Upstreams, "current" | "chosenBy">,
  written: Config | null = null,
): SettingView => {
  const said = { value: openly(values[name]), source: sources[name] };
  const isWaiting = written !== null && JSON.stringify(written.values[name]) !== JSON.stringify(values[name]);
  const afterRestart = isWaiting ? { value: openly(written.values[name]), source: written.sources[name] } : null;
  const by = name === "upstream" && current() !== values.upstream ? chosen[chosenBy()] : null;
  const hidden = overridden[name].map(({ value, source }) => ({ value: openly(value), source }));
  if (by === null) return { name, ...said, overridden: hidden, afterRestart };
  const weaker = said.source === "default" ? [] : [said];
  return { name, value: current(), source: by, overridden: [...weaker, ...hidden], afterRestart };
};

/** A value without the name and password that an address may hold, and without what somebody's middleware is given. */
export const openly = (value: unknown): unknown => {
  if (typeof value === "string") return value.replaceAll(/\/\/[^/@\s]*@/g, "//...@");
  if (!Array.isArray(value)) return value;
  return value.map((one: unknown) =>
    isObject(one) && "config" in one ? { ...one, config: Object.keys(objectIn(one["config"])) } : one,
  );
};

/** What chose an upstream that no setting names. */
const chosen: Readonly<Record<ChosenBy, string | null>> = {
  setting: null,
  flag: "flag (--base-url)",
  switch: "state (switch-upstream)",
  fallback: "fallback (the upstream that was meant is gone)",
};

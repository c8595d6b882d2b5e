import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { withSetting } from "../config/edit.ts";
import { readConfigFile } from "../config/layers/config-file.ts";
import { type Draft, type Found, type Layer, nothing } from "../config/layers/layer.ts";
import { checkServers, readText } from "../config/read.ts";
import { type SettingName, settings } from "../config/schema.ts";
import { looksMadeUp } from "../config/servers/keys.ts";
import { readServersFile } from "../config/servers/load.ts";
import { type Complain, problem, warning } from "../config/text/problems.ts";
import { shownValue } from "../config/text/shown.ts";
import type { Reloaded } from "../control/contract.ts";
import { openly } from "../control/setting-view.ts";
import { ProxyError } from "../core/errors.ts";
import type { Problem } from "../core/problem.ts";
import { isLoopback } from "../lib/loopback.ts";
import { writePrivate } from "../lib/private-file.ts";
import { withValue } from "../lib/yaml-splice.ts";
import { providers } from "../providers/index.ts";
import { change } from "./change.ts";
import { textSays } from "./config.ts";
import { changedMeanwhile, type Place, recordServers, save, textOf } from "./save.ts";

/** What becomes of an upstream of the other folder: `kept` says something else here, which stays. */
export type ImportedUpstream = { readonly name: string; readonly action: "add" | "same" | "kept" | "replace" };

/** What taking over another program's folder would change; nothing has been written. */
export type ImportPlan = {
  /** What our own files held when it was made. */
  readonly seen: { readonly config: string; readonly servers: string | null };
  readonly settings: readonly { readonly name: SettingName; readonly from: unknown; readonly to: unknown }[];
  readonly upstreams: readonly ImportedUpstream[];
  /** What cannot be taken over, and what is called differently here. */
  readonly problems: readonly Problem[];
  /** How many files of statistics stay where they are. */
  readonly statistics: number;
  readonly configText: string;
  /** Null where nothing in it changes. */
  readonly serversText: string | null;
};

type Options = { readonly place: Place; readonly folder: string; readonly replace: boolean };

/** Reads a folder such as `~/.anthropic-proxy`: config.yaml, servers.yaml, stats/. Throws where it is none. */
export const planImport = ({ place, folder, replace }: Options): ImportPlan => {
  const [config, servers] = [join(folder, "config.yaml"), join(folder, "servers.yaml")];
  const [configThere, serversThere] = [readText(config), readText(servers)];
  if (configThere === null && serversThere === null)
    throw new ProxyError("input_missing", `There is neither a config.yaml nor a servers.yaml in ${folder}.`, {
      hint: "Try: proxy-cli config import ~/.anthropic-proxy",
    });
  const problems: Problem[] = [];
  const complain = (one: Problem): void => void problems.push(one);
  const layer = configThere === null ? nothing : readConfigFile(configThere, config, complain);
  const drafts = serversThere === null ? [] : readServersFile(serversThere, servers, complain);
  const theirs = new Map([...layer.upstreams, ...drafts]);
  const seen = { config: textOf(place), servers: readText(place.paths.servers) };
  return {
    seen,
    ...takeSettings(seen.config, layer, complain),
    ...takeServers(seen.servers ?? "", theirs, replace, complain),
    problems,
    statistics: countIn(join(folder, "stats")),
  };
};

/**
 * Writes what the plan says: both files or none, the keys for their owner alone. Throws `cannot_write` where somebody
 * else has written one of them since the plan was made.
 */
export const applyImport = async (place: Place, plan: ImportPlan, what: string): Promise<Reloaded | null> => {
  const { file, paths } = place;
  const { servers, history } = paths;
  const { reloaded } = await change(place, [file, history, servers], () => {
    if (textOf(place) !== plan.seen.config) throw changedMeanwhile(file);
    if (readText(servers) !== plan.seen.servers) throw changedMeanwhile(servers);
    // First servers.yaml: taken back in the other order, config.yaml never names an upstream that has gone.
    if (plan.serversText !== null) {
      checkServers(plan.serversText, servers, providers);
      recordServers(paths, { at: place.now, what: `${what} (servers.yaml)`, after: plan.serversText });
      writePrivate(servers, plan.serversText);
    }
    if (plan.settings.length > 0) save(place, plan.configText, what);
  });
  return reloaded;
};

const takeSettings = (text: string, { settings: found }: Layer, complain: Complain) => {
  const before = textSays(text);
  const exposes = found.has("server.expose") ? found.get("server.expose")?.value : before.get("server.expose");
  const taken: { name: SettingName; from: unknown; to: unknown }[] = [];
  let configText = text;
  for (const [name, { value, where, name: written }] of found) {
    const read = settings[name].type.safeParse(value);
    if (!read.success) {
      const what = read.error.issues[0]?.message ?? "is not valid";
      complain(problem(where, written, what, { got: shownValue(name, value) }));
    } else if (name === "server.host" && !isLoopback(String(read.data)) && !isYes(exposes)) {
      complain(warning(where, name, notExposed, { got: shownValue(name, value) }));
    } else if (!Bun.deepEquals(before.get(name), openly(read.data))) {
      taken.push({ name, from: before.get(name) ?? null, to: openly(read.data) });
      configText = withSetting(configText, name, read.data);
    }
  }
  return { settings: taken, configText };
};

const isYes = (value: unknown): boolean => settings["server.expose"].type.safeParse(value).data === true;

const notExposed =
  "is not taken over: other machines would reach it; if you want that: proxy-cli token create, config set server.expose true, config set server.host";

/** Fields that mean nothing here: the name stands above them, and what takes how long is measured. */
const left = ["name", "latency_ms"];

const takeServers = (text: string, theirs: ReadonlyMap<string, Draft>, replace: boolean, complain: Complain) => {
  const ours = readServersFile(text, "servers.yaml", () => undefined);
  const upstreams: ImportedUpstream[] = [];
  let edited = text;
  for (const [name, { fields }] of theirs) {
    const wanted = [...fields].filter(([field, { value, where }]) => {
      if (value === undefined || left.includes(field)) return false;
      if (field !== "api_key" || !looksMadeUp(String(value))) return true;
      complain(warning(where, `upstreams.${name}.api_key`, "is not taken over: it is an example's, not a key"));
      return false;
    });
    const action = actionFor(ours.get(name), wanted, replace);
    upstreams.push({ name, action });
    if (action === "add" || action === "replace")
      for (const [field, { value }] of wanted) edited = withValue(edited, [name, field], value);
  }
  return { upstreams, serversText: edited === text ? null : edited };
};

const actionFor = (
  ours: Draft | undefined,
  wanted: readonly (readonly [string, Found])[],
  replace: boolean,
): ImportedUpstream["action"] => {
  const states = wanted.map(([field, { value }]) => {
    const own = ours?.fields.get(field);
    return own === undefined ? "add" : Bun.deepEquals(own.value, value) ? "same" : "other";
  });
  if (states.includes("other")) return replace ? "replace" : "kept";
  return states.includes("add") ? "add" : "same";
};

const countIn = (folder: string): number => (existsSync(folder) ? readdirSync(folder).length : 0);

import type { Where } from "../../core/problem.ts";
import type { SettingName } from "../schema.ts";
import type { Node } from "../text/yaml.ts";

/** A value as it was found, not yet checked. */
export type Found = {
  /** How it is called there: `server.port`, `llm.base_url`, `--base-url`. */
  readonly name: string;
  /** Undefined where it cannot be read and that has been told. */
  readonly value: unknown;
  /** Where it comes from, in the words of `config --list`. */
  readonly source: string;
  readonly where: Where;
  /** The value with the place of each of its parts, where it has some; left out where it comes from no file. */
  readonly node?: Node;
};

/** What is said of one upstream, field by field, and where it is named first. */
export type Draft = { readonly where: Where; readonly fields: ReadonlyMap<string, Found> };

/** What one place says: the command line, the environment, a file. */
export type Layer = {
  readonly settings: ReadonlyMap<SettingName, Found>;
  /** Upstreams by their names, with the fields of servers.yaml. */
  readonly upstreams: ReadonlyMap<string, Draft>;
  /** The upstream that is meant where nothing names one: an address was given. */
  readonly implied: Found | null;
};

/** A place that says nothing. */
export const nothing: Layer = { settings: new Map(), upstreams: new Map(), implied: null };

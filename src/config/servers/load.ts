import { z } from "zod";
import { type Problem, placeOf } from "../../core/problem.ts";
import type { Upstream } from "../../core/provider.ts";
import type { Draft, Found } from "../layers/layer.ts";
import { type Complain, refuseErrors, warning } from "../text/problems.ts";
import { hasShape } from "../text/shape.ts";
import { type Entry, isNothing, plain, readYaml } from "../text/yaml.ts";
import { keyFields } from "./keys.ts";
import { entry, type Means, upstreamFrom } from "./upstream.ts";

type Drafts = ReadonlyMap<string, Draft>;

type Input = Omit<Means, "shipped"> & {
  /** The built-in servers.yaml. */
  readonly builtIn: string;
  /** The user's servers.yaml; null when there is none. */
  readonly own: string | null;
  /** How the user's file is called in errors. */
  readonly file: string;
};

/** The upstreams of the built-in and the user's servers.yaml, merged field by field. Throws `config_invalid`. */
export const loadServers = ({ builtIn, own, file, ...means }: Input): readonly Upstream[] => {
  const problems: Problem[] = [];
  const complain: Complain = (problem) => void problems.push(problem);
  const ours = readServersFile(builtIn, "built-in servers.yaml", complain);
  const theirs = own === null ? new Map() : readServersFile(own, file, complain);
  const upstreams = upstreamsFrom(merged([ours, theirs]), theirs, { ...means, shipped: [...ours.keys()] }, complain);
  refuseErrors(problems);
  return upstreams;
};

/** The upstreams that a servers.yaml names; what cannot be read is complained of with its line. */
export const readServersFile = (text: string, file: string, complain: Complain): Drafts => {
  const root = readYaml(text, file, complain);
  if (root === null || !hasShape(root, "upstreams", z.record(z.string(), z.unknown()), complain)) return new Map();
  const entries = root.kind === "map" ? root.entries : [];
  return new Map(entries.map((one) => [one.key, draftOf(one, file, complain)]));
};

const draftOf = ({ key, where, value }: Entry, file: string, complain: Complain): Draft => {
  const name = `upstreams.${key}`;
  if (isNothing(value)) return { where, fields: new Map() };
  hasShape(value, name, entry, complain);
  const fields = (value.kind === "map" ? value.entries : []).flatMap((field): readonly (readonly [string, Found])[] => {
    const shape = Object.hasOwn(entry.shape, field.key) ? entry.shape[field.key as keyof typeof entry.shape] : null;
    if (shape === null || isNothing(field.value)) return [];
    const found = { name: `${name}.${field.key}`, source: file, where: field.where };
    return [[field.key, { ...found, value: shape.safeParse(plain(field.value)).data }]];
  });
  return { where, fields: new Map(fields) };
};

/** Several places that tell of upstreams as one; the later one wins, field by field. */
export const merged = (places: readonly Drafts[]): Drafts => {
  const all = new Map<string, Draft>();
  for (const [name, draft] of places.flatMap((drafts) => [...drafts])) {
    all.set(name, { where: draft.where, fields: new Map([...(all.get(name)?.fields ?? []), ...draft.fields]) });
  }
  return all;
};

/**
 * The same with what variables say on top. A key stays with the address that it was written for: one out of a file does
 * not follow to an address out of a variable.
 */
export const readdressed = (files: Drafts, variables: Drafts, complain: Complain): Drafts => {
  const all = new Map(merged([files, variables]));
  for (const [name, { fields }] of variables) {
    const said = files.get(name)?.fields;
    const key = said?.get("api_key") ?? said?.get("api_keys");
    const address = [...fields].find(([field]) => field.startsWith("endpoint"))?.[1];
    const whole = all.get(name);
    if (
      key === undefined ||
      address === undefined ||
      whole === undefined ||
      keyFields.some((field) => fields.has(field))
    )
      continue;
    complain(warning(address.where, address.name, `the key in ${placeOf(key.where)} is not used for this address`));
    all.set(name, { ...whole, fields: new Map([...whole.fields].filter(([field]) => !isKeyField(field))) });
  }
  return all;
};

const isKeyField = (field: string): boolean => keyFields.some((one) => one === field);

/** The upstreams out of all that was said of them; what is wrong with one does not hide what is with another. */
export const upstreamsFrom = (drafts: Drafts, own: Drafts, means: Means, complain: Complain): readonly Upstream[] =>
  [...drafts].flatMap(([name, draft]) => {
    const upstream = upstreamFrom(name, draft, means, complain);
    if (upstream === null) return [];
    const isMute = upstream.key === null && own.has(name) && !draft.fields.has("forward_client_key");
    const needsKey = !means.providers.some(({ name, takesAnyKey }) => name === upstream.provider && takesAnyKey);
    if (isMute && needsKey && upstream.origin.startsWith("https:"))
      complain(warning(draft.where, `upstreams.${name}`, "no api_key: a client must bring its own"));
    return [upstream];
  });

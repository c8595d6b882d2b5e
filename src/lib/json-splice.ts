import type { JsonPath } from "./json.ts";
import { type Container, containerAt, type Look, type Member, skipSpace, valueEnd } from "./json-bytes.ts";

/** A change of one place in a JSON text. Paths are those of the text as it is before any change. */
export type Splice =
  /** The value there becomes this one; a name that an object lacks is added at its end. */
  | { readonly do: "set"; readonly path: JsonPath; readonly value: unknown }
  /** A new item before the one at this position of a list; the list's length = behind the last. */
  | { readonly do: "insert"; readonly path: JsonPath; readonly value: unknown }
  /** The member goes, with every other of its name. */
  | { readonly do: "remove"; readonly path: JsonPath };

/**
 * Changes places of a JSON text in its bytes: everything outside of them stays as it is, to the byte. The same bytes
 * where there is nothing to change; null where a path leads nowhere, two changes contradict, or the text is no JSON.
 */
export const spliced = <Bytes extends Uint8Array>(
  bytes: Bytes,
  splices: readonly Splice[],
): Bytes | Uint8Array<ArrayBuffer> | null => {
  if (splices.length === 0) return bytes;
  const root = planOf(splices);
  const start = skipSpace(bytes, hasMark(bytes) ? 3 : 0);
  if (root === null) return null;
  const whole = root.inside.size === 0 ? undefined : (containerAt(bytes, start, lookAt(root)) ?? undefined);
  const end = whole === undefined ? valueEnd(bytes, start) : whole.end + 1;
  if (end < 0 || skipSpace(bytes, end) !== bytes.length) return null;
  const parts: Uint8Array[] = [bytes.subarray(0, start)];
  if (root.change === "removed" || root.inserts.length > 0) return null;
  if (!writeValue(bytes, { valueStart: start, end, inside: whole }, root, parts)) return null;
  parts.push(bytes.subarray(end));
  return Buffer.concat(parts);
};

/** The bytes of the value at a path; null where there is none. Of a name that comes twice the last counts. */
export const valueAt = (bytes: Uint8Array, path: JsonPath): Uint8Array | null => {
  let start = skipSpace(bytes, hasMark(bytes) ? 3 : 0);
  for (const step of path) {
    const found = containerAt(bytes, start);
    const member = found === null ? undefined : memberOf(found, step);
    if (member === undefined) return null;
    start = member.valueStart;
  }
  const end = valueEnd(bytes, start);
  return end < 0 ? null : bytes.subarray(start, end);
};

/** The mark that some put before UTF-8. */
const hasMark = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

const memberOf = ({ isList, members }: Container, step: string | number): Member | undefined => {
  if (typeof step === "number") return isList ? members[step] : undefined;
  return isList ? undefined : members.findLast(({ name }) => name === step);
};

/** What becomes of one value, and of those inside of it. */
type Plan = {
  change: { readonly json: string } | "removed" | null;
  /** New items before this one. */
  readonly inserts: string[];
  readonly inside: Map<string | number, Plan>;
};

const emptyPlan = (): Plan => ({ change: null, inserts: [], inside: new Map() });

/** All changes by their places; null where they contradict. */
const planOf = (splices: readonly Splice[]): Plan | null => {
  const root = emptyPlan();
  for (const splice of splices) {
    let plan = root;
    for (const step of splice.path) {
      if (plan.change !== null) return null;
      const next = plan.inside.get(step) ?? emptyPlan();
      plan.inside.set(step, next);
      plan = next;
    }
    if (splice.do === "insert") {
      plan.inserts.push(jsonOf(splice.value));
      continue;
    }
    if (plan.change !== null || plan.inside.size > 0) return null;
    plan.change = splice.do === "remove" ? "removed" : { json: jsonOf(splice.value) };
  }
  return root;
};

const jsonOf = (value: unknown): string => JSON.stringify(value) ?? "null";

const encoder = new TextEncoder();

/** Whatever something changes in is looked into. */
const lookAt =
  ({ inside }: Plan): Look =>
  (step) => {
    const plan = inside.get(step);
    return plan === undefined || plan.inside.size === 0 ? null : lookAt(plan);
  };

type Value = Pick<Member, "valueStart" | "end"> & { readonly inside?: Container | undefined };

/** Adds a value, changed; false where the plan does not fit it. */
const writeValue = (bytes: Uint8Array, value: Value, { change, inside }: Plan, parts: Uint8Array[]): boolean => {
  if (change !== null && change !== "removed") {
    parts.push(encoder.encode(change.json));
    return true;
  }
  const { valueStart: start, end, inside: container } = value;
  if (inside.size === 0 || container === undefined) {
    parts.push(bytes.subarray(start, end));
    return inside.size === 0;
  }
  const items = itemsOf(container, inside);
  return items !== null && writeItems(bytes, start, container, items, parts);
};

/** A member of the changed container: an old one and what changes inside of it, or a new one. */
type Item = { readonly index: number; readonly plan: Plan | null } | { readonly json: string };

/** The members after the change, in their order; null where a step leads nowhere. */
const itemsOf = (container: Container, inside: Plan["inside"]): readonly Item[] | null => {
  const { isList, members } = container;
  const rest = new Map(inside);
  const items: Item[] = [];
  for (const [index, member] of members.entries()) {
    const step = isList ? index : (member.name ?? "");
    const plan = inside.get(step) ?? null;
    rest.delete(step);
    if (plan === null) {
      items.push({ index, plan: null });
      continue;
    }
    if (plan.inserts.length > 0 && !isList) return null;
    items.push(...plan.inserts.map((json) => ({ json })));
    if (plan.change === "removed") continue;
    items.push({ index, plan: memberOf(container, step) === member ? plan : null });
  }
  for (const [step, plan] of rest) {
    const added = addedAt(container, step, plan);
    if (added === null) return null;
    items.push(...added);
  }
  return items;
};

/** What a step adds that names no member: a new field of an object, or items behind the last one of a list. */
const addedAt = ({ isList, members }: Container, step: string | number, plan: Plan): readonly Item[] | null => {
  const { change, inserts, inside } = plan;
  if (inside.size > 0) return null;
  if (isList) return step === members.length && change === null ? inserts.map((json) => ({ json })) : null;
  if (typeof step !== "string" || change === null || change === "removed" || inserts.length > 0) return null;
  return [{ json: `${JSON.stringify(step)}:${change.json}` }];
};

/** Two that follow one another keep what stood between them; a new one comes with a comma and no more. */
const writeItems = (
  bytes: Uint8Array,
  start: number,
  { members, end }: Container,
  items: readonly Item[],
  parts: Uint8Array[],
): boolean => {
  const first = members[0];
  const last = members.at(-1);
  parts.push(bytes.subarray(start, first?.start ?? end));
  for (const [at, item] of items.entries()) {
    const member = "index" in item ? members[item.index] : undefined;
    const before = "index" in item ? members[item.index - 1] : undefined;
    const gap = member === undefined || before === undefined ? comma : bytes.subarray(before.end, member.start);
    if (at > 0) parts.push(gap);
    if ("json" in item) parts.push(encoder.encode(item.json));
    else if (member !== undefined && !writeMember(bytes, member, item.plan, parts)) return false;
  }
  parts.push(bytes.subarray(last?.end ?? end, end + 1));
  return true;
};

const comma = encoder.encode(",");

const writeMember = (bytes: Uint8Array, member: Member, plan: Plan | null, parts: Uint8Array[]): boolean => {
  if (plan === null) {
    parts.push(bytes.subarray(member.start, member.end));
    return true;
  }
  parts.push(bytes.subarray(member.start, member.valueStart));
  return writeValue(bytes, member, plan, parts);
};

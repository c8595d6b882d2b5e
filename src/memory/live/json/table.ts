import { type Member, type Node, objectsIn } from "./scan.ts";
import { short } from "./short.ts";

/** So many like objects make a table. */
const leastRows = 5;

/** Of the cells of a table so many must be filled. */
const leastFilled = 0.6;

/** Says how to read what follows; stands once before a value that has tables. */
export const howToRead =
  "[JSON; tables: {keys} then a (…) of values per object; k=v: the same in all; empty: no such key]\n";

/** A value with its lists of like objects as tables: what is alike is written once. Nothing is lost. */
export const tabled = (node: Node): string => {
  if (node.type === "leaf" || objectsIn(node) < leastRows) return short(node);
  const plan = node.type === "list" ? planOf([node]) : null;
  if (plan?.type === "list" && plan.rows >= leastRows) return `${headOf(plan)}:${cell(plan, node)}`;
  if (node.type === "list") return `[${node.items.map(tabled).join(",")}]`;
  return `{${node.members.map(({ key, value }) => `${key}:${tabled(value)}`).join(",")}}`;
};

/** What values in the same place have in common. */
type Plan =
  | { readonly type: "leaf" }
  | { readonly type: "list"; readonly of: Plan; readonly rows: number }
  | { readonly type: "object"; readonly columns: readonly Column[]; readonly rows: number };

type Column = {
  readonly key: string;
  readonly of: Plan;
  /** What all have there; null = they differ. */
  readonly same: string | null;
};

const leafPlan: Plan = { type: "leaf" };

const planOf = (nodes: readonly Node[]): Plan => {
  const lists = nodes.filter((node) => node.type === "list");
  if (lists.length === nodes.length && lists.length > 0) return listPlan(lists.flatMap(({ items }) => items));
  const objects = nodes.filter((node) => node.type === "object");
  return objects.length === nodes.length && objects.length > 0 ? objectPlan(objects) : leafPlan;
};

const listPlan = (items: readonly Node[]): Plan => {
  const of = planOf(items);
  return of.type === "leaf" ? leafPlan : { type: "list", of, rows: of.rows };
};

type ObjectNode = Extract<Node, { type: "object" }>;

const objectPlan = (objects: readonly ObjectNode[]): Plan => {
  const values = new Map<string, Node[]>();
  let cells = 0;
  for (const { members } of objects) {
    cells += members.length;
    if (new Set(members.map(({ key }) => key)).size < members.length) return leafPlan; // a key twice
    for (const { key, value } of members) {
      const known = values.get(key);
      if (known === undefined) values.set(key, [value]);
      else known.push(value);
    }
  }
  const keys = [...values.keys()];
  const isLike = keys.length > 0 && cells >= keys.length * objects.length * leastFilled && inOneOrder(objects, keys);
  if (!isLike) return leafPlan;
  const columns = keys.map((key) => columnOf(key, values.get(key) ?? [], objects.length));
  return { type: "object", columns, rows: objects.length };
};

/** The order of keys is part of what a text says to the letter. */
const inOneOrder = (objects: readonly ObjectNode[], keys: readonly string[]): boolean => {
  const places = new Map(keys.map((key, place) => [key, place]));
  const isUp = (members: readonly Member[]): boolean =>
    members.every(({ key }, at) => at === 0 || (places.get(members[at - 1]?.key ?? "") ?? 0) < (places.get(key) ?? 0));
  return objects.every(({ members }) => isUp(members));
};

const columnOf = (key: string, values: readonly Node[], rows: number): Column => {
  const [first] = values;
  const isFull = values.length === rows && rows > 1 && first !== undefined;
  if (isFull && first.type === "leaf" && values.every((value) => value.type === "leaf" && value.raw === first.raw)) {
    return { key, of: leafPlan, same: bare(first.raw) };
  }
  return { key, of: planOf(values), same: null };
};

const headOf = (plan: Plan): string => {
  if (plan.type === "leaf") return "";
  if (plan.type === "list") return `[${headOf(plan.of)}]`;
  const columns = plan.columns.map(({ key, of, same }) => bare(key) + (same === null ? headOf(of) : `=${same}`));
  return `{${columns.join(",")}}`;
};

const cell = (plan: Plan, node: Node | undefined): string => {
  if (node === undefined) return "";
  if (plan.type === "list" && node.type === "list") {
    const items = node.items.map((item) => cell(plan.of, item));
    return plan.of.type === "object" && plan.rows >= leastRows ? `[${items.join("\n")}]` : `[${items.join(",")}]`;
  }
  if (plan.type !== "object" || node.type !== "object") return node.type === "leaf" ? bare(node.raw) : short(node);
  const values = new Map(node.members.map(({ key, value }) => [key, value]));
  return `(${plan.columns.flatMap(({ key, of, same }) => (same === null ? [cell(of, values.get(key))] : [])).join(",")})`;
};

/** Strings need no quotes where nobody can take them for something else. */
const bare = (raw: string): string => {
  if (!raw.startsWith('"')) return raw;
  const inner = raw.slice(1, -1);
  return plain.test(inner) && !mistakable.test(inner) ? inner : raw;
};

const plain =
  /^[\p{L}\p{N}_.:/@+#$%&*;!?<>|~^'-](?:[\p{L}\p{N}_.:/@+#$%&*;!?<>|~^' -]*[\p{L}\p{N}_.:/@+#$%&*;!?<>|~^'-])?$/u;

const mistakable = /^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;

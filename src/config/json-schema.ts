import { z } from "zod";
import { middlewareList } from "./layers/middlewares.ts";
import { addresses, withoutEffect } from "./layers/older-shapes.ts";
import { settingNames, settings } from "./schema.ts";

type Node = { [key: string]: Node | z.ZodType };

/** The JSON schema of config.yaml, for editors that complete and check while one types. */
export const configJsonSchema = (): object => {
  const tree: Node = {};
  for (const name of settingNames) {
    const { initial, why } = settings[name];
    const type = name === "middlewares" ? middlewareList : settings[name].type; // ours may stand in that list too
    const keys = name.split(".");
    const last = keys.pop() ?? name;
    const parent = keys.reduce<Node>((node, key) => childOf(node, key), tree);
    parent[last] = (type as z.ZodType).optional().meta({ description: why, default: initial }); // a union of settings narrows too far
  }
  for (const name of settingNames)
    for (const alias of settings[name].aliases)
      if (isInSectionOfItsOwn(alias)) addOlder(tree, alias, settings[name].type);
  const idle = Object.entries(withoutEffect).map(([name, { shape }]) => [name, shape] as const);
  for (const [name, shape] of [...idle, ...Object.entries(addresses)])
    tree[name] = shape.optional().meta({ description: "Of older files; accepted as it is.", deprecated: true });
  return z.toJSONSchema(objectOf(tree).meta({ title: "proxy-cli config.yaml" }), { io: "input" });
};

/** Older names within sections that no setting of ours has. */
const isInSectionOfItsOwn = (alias: string): boolean => {
  const [section = "", rest] = alias.split(".");
  return rest !== undefined && !settingNames.some((name) => name === section || name.startsWith(`${section}.`));
};

const addOlder = (tree: Node, alias: string, type: z.ZodType): void => {
  const [section = "", name = ""] = alias.split(".");
  childOf(tree, section)[name] = type.optional().meta({ description: "Of older files.", deprecated: true });
};

const childOf = (node: Node, key: string): Node => {
  const found = node[key];
  if (found !== undefined && !(found instanceof z.ZodType)) return found;
  const made: Node = {};
  node[key] = made;
  return made;
};

const objectOf = (node: Node): z.ZodType =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(node).map(([key, value]) => [
        key,
        value instanceof z.ZodType ? value : objectOf(value).optional(),
      ]),
    ),
  );

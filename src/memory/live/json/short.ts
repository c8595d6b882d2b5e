import type { Node } from "./scan.ts";

/** A value with no blanks between its parts; every letter of its keys, strings and numbers as it was. */
export const short = (node: Node): string => {
  if (node.type === "leaf") return node.raw;
  if (node.type === "list") return `[${node.items.map(short).join(",")}]`;
  return `{${node.members.map(({ key, value }) => `${key}:${short(value)}`).join(",")}}`;
};

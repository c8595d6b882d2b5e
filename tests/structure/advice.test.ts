import { expect, test } from "bun:test";
import { isNode, type Node, readSources, walk } from "../../scripts/source.ts";
import { commandsIn, hole, whyNot } from "../support/advice.ts";

/** The text of a string or a template; what is put into a template becomes a hole. */
const textOf = (node: Node): string | null => {
  if (node.type === "Literal" || node.type === "StringLiteral")
    return typeof node["value"] === "string" ? node["value"] : null;
  if (node.type !== "TemplateLiteral" || !Array.isArray(node["quasis"])) return null;
  return node["quasis"]
    .map((quasi: unknown) => {
      const value = isNode(quasi) ? quasi["value"] : null;
      return typeof value === "object" && value !== null && "cooked" in value ? String(value.cooked) : "";
    })
    .join(hole);
};

const adviceIn = (paths: readonly string[]): readonly (readonly [string, string])[] =>
  readSources(".", paths).flatMap(({ path, program, lineAt }) => {
    const found: (readonly [string, string])[] = [];
    walk(program, (node) => {
      for (const line of commandsIn(textOf(node) ?? "")) found.push([`${path}:${lineAt(node.start)}`, line]);
    });
    return found;
  });

test("X-03 every command that a message tells people to run exists and understands its words", async () => {
  const advice = adviceIn(["src", "cli"]);

  const wrong: string[] = [];
  for (const [place, line] of advice) {
    const reason = await whyNot(line);
    if (reason !== null) wrong.push(`${place}  ${line}  — ${reason}`);
  }

  expect(advice.length).toBeGreaterThan(60);
  expect(wrong).toEqual([]);
}, 30_000);

test("a command that does not exist would be found", async () => {
  expect(commandsIn("Try: proxy-cli start --port 1   or stop that program")).toEqual(["proxy-cli start --port 1"]);
  expect(await whyNot("proxy-cli strat")).toBe('there is no command "strat"');
  expect(await whyNot("proxy-cli start --nope")).toContain("unknown option");
  expect(await whyNot("proxy-cli switch-upstream NAME")).toBeNull();
});

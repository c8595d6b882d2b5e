import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { isNode, type Node, parse, type Source, walk } from "./source.ts";
import { tierOf } from "./steps.ts";

/** One case that we are held to. */
export type Case = {
  readonly id: string;
  readonly name: string;
  /** What it waits for, as long as it has no test. */
  readonly waits: string | null;
  /** The part of it that its tests do not cover yet. */
  readonly lacks: string | null;
};

/** Which test files name an id in a title, in their order. */
export type Proofs = ReadonlyMap<string, readonly string[]>;

const entry = z.union([
  z.string(),
  z.strictObject({ case: z.string(), waits: z.string().optional(), lacks: z.string().optional() }),
]);

/** The cases of a list such as scripts/catalogue/faults.yaml. Throws where it is no such list. */
export const readCases = (text: string): Case[] =>
  Object.entries(z.record(z.string().regex(/^[A-Z]-?\d{1,2}$/), entry).parse(parseYaml(text))).map(([id, found]) =>
    typeof found === "string"
      ? { id, name: found, waits: null, lacks: null }
      : { id, name: found.case, waits: found.waits ?? null, lacks: found.lacks ?? null },
  );

/** Every title of a test or a group of tests that runs: skipped and planned ones prove nothing. */
export const titlesOf = ({ program }: Pick<Source, "program">): string[] => {
  const titles: string[] = [];
  walk(program, (node) => {
    if (node.type !== "CallExpression" || !Array.isArray(node["arguments"])) return;
    const [first, ...rest] = node["arguments"] as readonly Node[];
    const isTested = rest.some(({ type }) => /^(ArrowFunction|Function)Expression$/.test(type)) && !isPutOff(node);
    const title = textOf(first);
    if (isTested && title !== null) titles.push(title);
  });
  return titles;
};

/** `test.skip(…)` and `test.todo(…)`; `test.skipIf(…)` runs where it can. */
const isPutOff = (call: Node): boolean => {
  const callee = call["callee"];
  const property = isNode(callee) ? callee["property"] : null;
  return isNode(property) && ["skip", "todo"].includes(String(property["name"]));
};

const textOf = (node: Node | undefined): string | null => {
  if (node?.type === "Literal" && typeof node["value"] === "string") return node["value"];
  if (node?.type !== "TemplateLiteral" || !Array.isArray(node["quasis"])) return null;
  return node["quasis"].map((part: { value: { cooked: string } }) => part.value.cooked).join("…");
};

/** The faults that a title names, wherever it does: `U-14`, `S-01`. */
export const faultsIn = (title: string): string[] => title.match(/\b[UCDKWSI]-\d{2}\b/g) ?? [];

const list = String.raw`[A-Z]-?\d{1,2}(?:(?:, | and | )[A-Z]-?\d{1,2})*`;

/** The promises that a title begins with or has in brackets: `V1, V8: …`, `… (Z3)`. `C1` is one, `C-01` is not. */
export const promisesIn = (title: string): string[] =>
  [...title.matchAll(new RegExp(`^${list}(?=[: ])|(?<=\\()${list}(?=\\))`, "g"))].flatMap(
    ([ids]) => ids.match(/\b[VGZCD]\d{1,2}\b/g) ?? [],
  );

/** Who proves what. */
export const proofsFrom = (
  sources: readonly Pick<Source, "path" | "program">[],
  idsIn: (title: string) => readonly string[],
): Proofs => {
  const proofs = new Map<string, string[]>();
  for (const source of sources) {
    for (const id of titlesOf(source).flatMap(idsIn)) {
      const files = proofs.get(id) ?? [];
      if (!files.includes(source.path)) proofs.set(id, [...files, source.path]);
    }
  }
  return proofs;
};

/** What the list and the tests disagree about, each with what to do; `file` is the list. */
export const disagreements = (file: string, cases: readonly Case[], proofs: Proofs): string[] => {
  const known = new Set(cases.map(({ id }) => id));
  const unknown = [...proofs].flatMap(([id, files]) =>
    known.has(id) ? [] : [`${files.join(", ")}: ${id} is not in ${file} — is it a slip of the pen?`],
  );
  const others = cases.flatMap(({ id, waits }) => {
    const files = proofs.get(id);
    if (files !== undefined && waits !== null)
      return [`${file}: ${id} waits for "${waits}" but has tests in ${files.join(", ")} — take \`waits\` away`];
    if (files === undefined && waits === null)
      return [`${file}: ${id} has neither a test nor a reason — name it in a title, or add \`waits\``];
    return [];
  });
  return [...unknown, ...others];
};

/** How a case stands, for people. */
const stateOf = ({ id, waits, lacks }: Case, proofs: Proofs): string => {
  const files = proofs.get(id) ?? [];
  if (files.length === 0) return waits === null ? "no test" : `waits: ${waits}`;
  const shown = files.map((file) => `[${file.replace(/^tests\/|\.test\.ts$/g, "")}](../${file})`).join(", ");
  const isSlow = files.every((file) => tierOf(file) === "slow");
  return `${isSlow ? "holds, slow tier" : "holds"}: ${shown}${lacks === null ? "" : `; not yet: ${lacks}`}`;
};

const tableOf = (cases: readonly Case[], proofs: Proofs): string =>
  ["| id | case | state |", "|---|---|---|"]
    .concat(cases.map((one) => `| ${one.id} | ${one.name} | ${stateOf(one, proofs)} |`))
    .join("\n");

/** A page with one table a letter, and how many hold. */
export const pageOf = (page: Page, cases: readonly Case[], proofs: Proofs): string => {
  const held = cases.filter(({ id }) => proofs.has(id)).length;
  const tables = Object.entries(page.groups).map(
    ([letter, title]) => `## ${title}\n\n${tableOf(casesOf(letter, cases), proofs)}\n`,
  );
  return `# ${page.title}\n\n${page.words}\n\n${held} of ${cases.length} have tests.\n\n${tables.join("\n")}`;
};

const casesOf = (letter: string, cases: readonly Case[]): Case[] => cases.filter(({ id }) => id.startsWith(letter));

/** One of the generated pages: where its list is, what it says, and how titles name its ids. */
export type Page = {
  readonly file: string;
  readonly title: string;
  readonly words: string;
  readonly groups: Readonly<Record<string, string>>;
  readonly idsIn: (title: string) => readonly string[];
};

/** The page of faults. */
export const faultPage: Page = {
  file: "scripts/catalogue/faults.yaml",
  title: "Faults, and what holds against them",
  words: `Made from the titles of the tests: a test that proves a case names its id. \`npm test\` runs all but the slow tier,
\`npm run test:faults\` all of these. What waits says for what.`,
  groups: {
    U: "What vendors do",
    C: "What clients do",
    D: "The daemon, its files and its signals",
    K: "Cache and Redis",
    W: "Switching under load",
    S: "Who means harm",
    I: "What always holds",
  },
  idsIn: faultsIn,
};

/** The page of promises. */
export const promisePage: Page = {
  file: "scripts/catalogue/promises.yaml",
  title: "Promises, and which of them hold",
  words: `What the systems that this proxy takes over from promise their users. Made from the titles of the tests, mostly of the
journeys: real daemon, real command line, real SDKs.`,
  groups: {
    V: "The memory proxy",
    G: "The unified gateway",
    Z: "The z.ai proxy and its command line",
    C: "The configurable gateway",
    D: "What this product is",
  },
  idsIn: promisesIn,
};

/** Every test file that could name an id. */
export const testSources = (root: string): Source[] =>
  [...new Bun.Glob("tests/**/*.test.ts").scanSync(root)]
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
    .filter(({ text }) => /\b[A-Z]-?\d{1,2}\b/.test(text))
    .map(({ path, text }) => parse(path, text));

/** A page's text, and what is wrong with its list. */
export const madePage = (
  root: string,
  page: Page,
  sources: readonly Source[],
): { readonly text: string; readonly problems: readonly string[] } => {
  const cases = readCases(readFileSync(join(root, page.file), "utf8"));
  const proofs = proofsFrom(sources, page.idsIn);
  return { text: pageOf(page, cases, proofs), problems: disagreements(page.file, cases, proofs) };
};

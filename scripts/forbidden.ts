import { isNode, type Node, type Problem, readSources, report, type Source, walk } from "./source.ts";

/** The only files that may open a connection out, each with its reason. A folder ends with a slash. */
export const mayFetch: readonly string[] = [
  "src/upstream/send.ts", // binds each key to its origin
  "src/control/client.ts", // the daemon's own socket
  "cli/web/browser/", // runs in a browser, whose policy lets it reach nothing but the page's own address
  "cli/demo/", // plays the programs that talk through the proxy
  "cli/asking/ask.ts", // is such a program itself: to the daemon's own address alone
  "cli/trace/again.ts", // is such a program itself: to the daemon's own address alone
];

/** The same for WebSockets. */
export const mayOpenSockets: readonly string[] = [
  "src/upstream/vendor-socket.ts", // its headers come from src/upstream/send.ts
];

/** The files that may touch `process`, each with its reason. A folder ends with a slash. */
export const mayTouchProcess: readonly string[] = [
  "src/main.ts", // the daemon's entry
  "src/lifecycle/process.ts", // the daemon as a process: its orders, its signals, its end
  "src/daemon.ts", // builds everything once
  "cli/main.ts", // the command line's entry
  "src/control/server.ts", // umask while the socket is made
  "src/lib/private-file.ts", // the draft's name and the user's id are the process's own
  "cli/daemon/launch.ts", // starts the daemon: our own program's path, the user's id
  "cli/demo/player/", // a program of its own, and who starts it
  "cli/daemon/alive.ts", // asks the system whether a process lives
  "cli/dashboard/draw/suspend.ts", // stops itself as the shell wants it (Ctrl-Z)
  "cli/dashboard/draw/mistakes.ts", // hears of what nobody caught, so that the terminal is given back
  "cli/terminal/hold.ts", // gives a terminal back at every signal, and stops itself at Ctrl-Z
  "cli/daemon/port-owner.ts", // asks the system whose process has a port
];

/** Where a vendor may be known by name. */
const knowVendors: readonly string[] = [
  "src/providers/",
  "src/simulator/", // plays all of them
  "cli/demo/", // shows the simulator
];

/** A rule sees one node and says what to do instead, or null. */
type Rule = (node: Node, path: string, vendors: ReadonlySet<string>) => string | null;

const rules: readonly Rule[] = [
  (node, path) =>
    isCallOf(node, "fetch") && !allows(mayFetch, path)
      ? "calls fetch — only src/upstream/send.ts may, it binds each key to its origin; pass its function in."
      : null,
  (node, path) =>
    opensSocket(node) && !allows(mayOpenSockets, path)
      ? "opens a WebSocket — only src/upstream/vendor-socket.ts may, with headers that src/upstream/send.ts has made."
      : null,
  (node, path) =>
    touchesProcess(node) && !allows(mayTouchProcess, path)
      ? "touches process — take it as an argument; src/main.ts, src/daemon.ts and cli/main.ts hand it down."
      : null,
  (node) =>
    nameOfCall(node) === "Object.assign" ? "mutates by Object.assign — write a new object with a spread." : null,
  (node) =>
    isEmptyCallOf(node, "tee") || isEmptyCallOf(node, "clone")
      ? "splits a body — its slow branch buffers without limit; read frames in src/upstream/relay.ts."
      : null,
  (node) =>
    nameOfCall(node) === "AbortSignal.timeout"
      ? "uses AbortSignal.timeout — it also kills the body later on; limit only the wait for the head."
      : null,
  (node, path, vendors) =>
    comparesWith(node, vendors) && !allows(knowVendors, path)
      ? "compares with a vendor's name — make the difference a field of its provider."
      : null,
];

/** Every place in these files where a rule is broken. */
export const forbiddenProblems = (sources: readonly Source[], vendors: ReadonlySet<string>): Problem[] =>
  sources.flatMap(({ path, program, lineAt }) => {
    const problems: Problem[] = [];
    walk(program, (node) => {
      for (const rule of rules) {
        const message = rule(node, path, vendors);
        if (message !== null) problems.push({ path, line: lineAt(node.start), message });
      }
    });
    return problems;
  });

/** The names that files in src/providers give themselves: `name: "…"` at the top of the object. */
export const vendorNames = (sources: readonly Source[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { path, program } of sources.filter(({ path }) => path.startsWith("src/providers/"))) {
    const stem = path.slice(path.lastIndexOf("/") + 1, -".ts".length);
    if (stem !== "index") names.add(stem);
    walk(program, (node) => {
      if (node.type !== "Property" || !isNode(node["key"]) || node["key"]["name"] !== "name") return;
      if (isNode(node["value"]) && typeof node["value"]["value"] === "string") names.add(node["value"]["value"]);
    });
  }
  return names;
};

const allows = (list: readonly string[], path: string): boolean =>
  list.some((entry) => path === entry || (entry.endsWith("/") && path.startsWith(entry)));

/** `name` or `object.name` of what a call calls; null for anything else. */
const nameOfCall = (node: Node): string | null => {
  const callee = node.type === "CallExpression" ? node["callee"] : null;
  if (!isNode(callee)) return null;
  if (callee.type === "Identifier") return String(callee["name"]);
  const { object, property } = callee;
  if (!isNode(object) || !isNode(property)) return null;
  return `${object.type === "Identifier" ? String(object["name"]) : ""}.${String(property["name"])}`;
};

const isCallOf = (node: Node, name: string): boolean =>
  [name, `globalThis.${name}`, `Bun.${name}`].includes(nameOfCall(node) ?? "");

const opensSocket = (node: Node): boolean =>
  node.type === "NewExpression" && isNode(node["callee"]) && node["callee"]["name"] === "WebSocket";

const isEmptyCallOf = (node: Node, method: string): boolean =>
  (nameOfCall(node)?.endsWith(`.${method}`) ?? false) &&
  Array.isArray(node["arguments"]) &&
  node["arguments"].length === 0;

const touchesProcess = (node: Node): boolean => {
  if (node.type === "ImportDeclaration" && isNode(node["source"])) {
    return ["process", "node:process"].includes(String(node["source"]["value"]));
  }
  if (isProcess(node["init"]) || (Array.isArray(node["arguments"]) && node["arguments"].some(isProcess))) return true;
  if (node.type !== "MemberExpression" || !isNode(node["object"]) || !isNode(node["property"])) return false;
  const object = node["object"]["name"];
  const property = node["property"]["name"];
  return (
    object === "process" ||
    (object === "globalThis" && property === "process") ||
    (object === "Bun" && property === "env")
  );
};

const isProcess = (value: unknown): boolean =>
  isNode(value) && value.type === "Identifier" && value["name"] === "process";

const comparesWith = (node: Node, names: ReadonlySet<string>): boolean => {
  const isName = (side: unknown): boolean =>
    isNode(side) && side.type === "Literal" && typeof side["value"] === "string" && names.has(side["value"]);
  if (node.type === "SwitchCase") return isName(node["test"]);
  if (node.type !== "BinaryExpression" || !["===", "!==", "==", "!="].includes(String(node["operator"]))) return false;
  return isName(node["left"]) || isName(node["right"]);
};

if (import.meta.main) {
  const sources = readSources(".", ["src", "cli"]);
  report(forbiddenProblems(sources, vendorNames(sources)));
}

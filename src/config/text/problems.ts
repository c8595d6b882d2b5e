import { ProxyError } from "../../core/errors.ts";
import { type Problem, problemLine, type Where } from "../../core/problem.ts";
import { withoutKeys } from "./shown.ts";

/** Takes a problem down; reading goes on, so that all of them are told at once. */
export type Complain = (problem: Problem) => void;

type Details = Partial<Pick<Problem, "severity" | "got" | "expected" | "nearest" | "excerpt">>;

/** What is wrong with the thing of this name. */
export const problem = (
  { file, line, column }: Where,
  name: string,
  what: string,
  { severity = "error", got = null, expected = null, nearest = null, excerpt = null }: Details = {},
): Problem => ({
  file,
  line,
  column,
  severity,
  name: withoutKeys(name).slice(0, 120), // a key may stand where a name belongs
  what: withoutKeys(what),
  got,
  expected,
  nearest,
  excerpt,
});

/** The same as something that is odd but can be lived with. */
export const warning = (where: Where, name: string, what: string, details: Details = {}): Problem =>
  problem(where, name, what, { ...details, severity: "warning" });

/** A place that has no lines: a variable, the command line, a file as a whole. */
export const wholly = (file: string): Where => ({ file, line: null, column: null });

/** The same problems, those of one file together and from its top to its end; no more than anybody could want. */
export const inOrder = (problems: readonly Problem[]): readonly Problem[] => {
  const of = (wanted: Problem["severity"]) => sorted(problems.filter(({ severity }) => severity === wanted));
  return sorted([...of("error").slice(0, mostKept), ...of("warning").slice(0, mostKept)]);
};

const sorted = (problems: readonly Problem[]): readonly Problem[] => {
  const files = [...new Set(problems.map(({ file }) => file))];
  return problems.toSorted(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
};

/** They travel through pipes and sockets. */
const mostKept = 100;

/** Nobody reads more, and a file that is not YAML at all can have thousands. */
const most = 20;

const aboutSettings = "every setting and its default: docs/settings.md.";
const aboutServers = "where requests can go, and how that is written: docs/upstreams.md.";
const aboutModels =
  "a price is `zai: { glm-4.6: { input: 0.6, output: 2.2 } }`, dollars for a million tokens; proxy-cli prices set writes it.";

/** Throws `config_invalid` with all that is wrong, where anything is. */
export const refuseErrors = (problems: readonly Problem[]): void => {
  const errors = sorted(problems.filter(({ severity }) => severity === "error"));
  if (errors.length === 0) return;
  const more = errors.length > most ? [`and ${errors.length - most} more`] : [];
  throw new ProxyError("config_invalid", [...errors.slice(0, most).map(problemLine), ...more].join("\n"), {
    hint: `Correct what is named above; ${adviceOn(errors)}`,
    problems: inOrder(problems),
  });
};

/** Where to read on, by the file that is wrong. */
const adviceOn = (errors: readonly Problem[]): string => {
  const isAll = (name: string): boolean => errors.every(({ file }) => file.endsWith(name));
  if (isAll("models.yaml")) return aboutModels;
  return isAll("servers.yaml") ? aboutServers : aboutSettings;
};

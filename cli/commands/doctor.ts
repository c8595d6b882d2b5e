import { ProxyError } from "../../src/core/errors.ts";
import type { Command, Context } from "../command.ts";
import type { Level } from "../doctor/check.ts";
import { countOf, diagnose, diagnosisFields, type Named } from "../doctor/diagnosis.ts";
import { setScene } from "../doctor/scene.ts";
import { withTilde } from "../output/home.ts";
import { counted } from "../output/units.ts";

/** What it ends with when something does not work: service unavailable. */
const hasProblem = 69;

export default {
  args: "[name]",
  names: "upstreams",
  summary: "finds out what is wrong, and what to do about it",
  options: [{ flags: "--fix", summary: "set file modes right and remove leftovers, each after asking" }],
  examples: ["proxy-cli doctor", "proxy-cli doctor cn      # one upstream", "proxy-cli doctor --fix --yes"],
  run: async (context, { args: [name], flags }) => {
    const findings = await diagnose(await setScene(context, name ?? null));
    const fixed = flags.has("fix") ? await fix(context, findings) : [];
    const left = findings.filter((finding) => !fixed.includes(finding));
    const home = context.env["HOME"];
    if (context.json)
      context.data({
        ...diagnosisFields(left, home),
        fixed: fixed.map((finding) => withTilde(finding.fix?.what ?? "", home)),
      });
    else tell(context, left, fixed);
    return countOf(left, "problem") > 0 ? hasProblem : 0;
  },
} satisfies Command;

/** Each by itself, so that one can be declined; what cannot be done is told with its reason. */
const fix = async (context: Context, findings: readonly Named[]): Promise<readonly Named[]> => {
  const done: Named[] = [];
  for (const finding of findings) {
    if (finding.fix === null) continue;
    const { what, apply } = finding.fix;
    if (!(await context.confirm(`${withTilde(what, context.env["HOME"])}?`, "proxy-cli doctor --fix"))) continue;
    try {
      apply();
      done.push(finding);
    } catch (cause) {
      const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no reason given";
      throw new ProxyError("cannot_write", `Could not ${what} (${code}).`, { hint: "Try: proxy-cli doctor", cause });
    }
  }
  return done;
};

const signs: Readonly<Record<Level, string>> = { ok: "ok", problem: "x", hint: "!", unchecked: "-" };
const colours = { ok: "ok", problem: "error", hint: "warning", unchecked: "muted" } as const;

const tell = ({ print, paint, env, columns }: Context, findings: readonly Named[], fixed: readonly Named[]): void => {
  for (const { fix: one } of fixed) print(`${paint("ok", "ok")}   fixed: ${withTilde(one?.what ?? "", env["HOME"])}`);
  for (const { level, text, next } of findings) {
    const words = withTilde(level === "unchecked" ? `not checked: ${text}` : text, env["HOME"]);
    const sign = signs[level];
    const line = `${paint(colours[level], sign)}${" ".repeat(5 - sign.length)}${words}`;
    const advice = next === null ? "" : paint("muted", withTilde(next, env["HOME"]));
    const fits = 5 + Bun.stringWidth(words) + 3 + Bun.stringWidth(next ?? "") <= Math.min(columns, 120);
    if (advice === "") print(line);
    else print(fits ? `${line}   ${advice}` : `${line}\n       ${advice}`);
  }
  const problems = countOf(findings, "problem");
  const hints = countOf(findings, "hint");
  print(problems + hints === 0 ? "all is well" : `${counted(problems, "problem")}, ${counted(hints, "hint")}`);
};

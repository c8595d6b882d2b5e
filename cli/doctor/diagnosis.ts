import { withTilde } from "../output/home.ts";
import type { Finding, Level } from "./check.ts";
import { checks } from "./index.ts";
import type { Scene } from "./scene.ts";

/** A finding and the check that made it. */
export type Named = Finding & { readonly check: string };

/** Runs the checks at the same time; their lines keep their order. Never rejects. */
export const diagnose = async (scene: Scene): Promise<readonly Named[]> => {
  const chosen = checks.filter(({ isAboutUpstreams }) => scene.upstream === null || isAboutUpstreams);
  const found = await Promise.all(
    chosen.map(async (check) => (await check.run(scene)).map((finding) => ({ ...finding, check: check.name }))),
  );
  return found.flat();
};

/** How many findings are of this kind. */
export const countOf = (findings: readonly Finding[], level: Level): number =>
  findings.filter((finding) => finding.level === level).length;

/** A diagnosis as programs get it; the user's home folder is `~`. */
export const diagnosisFields = (findings: readonly Named[], home: string | undefined) => ({
  problems: countOf(findings, "problem"),
  hints: countOf(findings, "hint"),
  unchecked: countOf(findings, "unchecked"),
  findings: findings.map(({ check, level, text, next, fix }) => ({
    check,
    level,
    text: withTilde(text, home),
    next: next === null ? null : withTilde(next, home),
    fix: fix === null ? null : withTilde(fix.what, home),
  })),
});

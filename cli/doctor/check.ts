import type { Scene } from "./scene.ts";

/** How well it is: a problem stands in somebody's way, a hint may, and what was not checked is said to be so. */
export type Level = "ok" | "problem" | "hint" | "unchecked";

/** Something that `--fix` can put right. */
export type Fix = { readonly what: string; readonly apply: () => void };

/** One line of the diagnosis, and the next command. */
export type Finding = {
  readonly level: Level;
  readonly text: string;
  readonly next: string | null;
  readonly fix: Fix | null;
};

/** All is well. */
export const ok = (text: string): Finding => ({ level: "ok", text, next: null, fix: null });

/** Something does not work. */
export const problem = (text: string, next: string | null = null, fix: Fix | null = null): Finding => ({
  level: "problem",
  text,
  next,
  fix,
});

/** Something may not be what was meant. */
export const hint = (text: string, next: string | null = null, fix: Fix | null = null): Finding => ({
  level: "hint",
  text,
  next,
  fix,
});

/** Something that could not be found out, with the reason. */
export const unchecked = (text: string): Finding => ({ level: "unchecked", text, next: null, fix: null });

/** One thing that is looked at: `look` touches the machine, `judge` is pure. */
type Parts<Facts> = {
  readonly name: string;
  /** Whether it belongs to the diagnosis of a single upstream. */
  readonly isAboutUpstreams?: boolean;
  readonly look: (scene: Scene) => Promise<Facts> | Facts;
  readonly judge: (facts: Facts) => readonly Finding[];
};

/** A check that can be run. Never rejects and always ends: what fails or takes too long says so. */
export type Check = {
  readonly name: string;
  readonly isAboutUpstreams: boolean;
  readonly run: (scene: Scene) => Promise<readonly Finding[]>;
};

/** No check may keep the others' answers back for longer. */
const limitMs = 10_000;

/** A check out of its two parts. */
export const defineCheck = <Facts>({ name, isAboutUpstreams = false, look, judge }: Parts<Facts>): Check => ({
  name,
  isAboutUpstreams,
  run: async (scene) => {
    const late = Promise.withResolvers<readonly Finding[]>();
    const timer = setTimeout(
      () => late.resolve([unchecked(`${name}: it took longer than ${limitMs / 1000} s`)]),
      limitMs,
    );
    const found = (async () => judge(await look(scene)))().catch((thrown: unknown) => [
      unchecked(`${name}: ${reasonOf(thrown)}`),
    ]);
    return Promise.race([found, late.promise]).finally(() => clearTimeout(timer));
  },
});

/** In a few words; the message of an unknown error may hold anything. */
export const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error && "code" in thrown ? String(thrown.code) : thrown instanceof Error ? thrown.name : "unknown";

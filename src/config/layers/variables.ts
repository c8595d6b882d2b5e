import type { Where } from "../../core/problem.ts";
import { wholly } from "../text/problems.ts";

/** A variable of the environment, or of a file of variables. */
export type Variable = {
  readonly value: string;
  /** Where it comes from, in the words of `config --list`. */
  readonly source: string;
  readonly where: Where;
};

/** Variables by their names. */
export type Variables = ReadonlyMap<string, Variable>;

/** Those of the environment. */
export const variablesOf = (env: Readonly<Record<string, string | undefined>>): Variables =>
  new Map(
    Object.entries(env).flatMap(([name, value]) => {
      const source = `env ${name}`;
      return value === undefined ? [] : [[name, { value, source, where: wholly(source) }] as const];
    }),
  );

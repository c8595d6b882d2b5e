import type { Paths } from "./paths.ts";
import { readText } from "./read.ts";
import { secretNames, standIn } from "./secrets.ts";

export { standIn } from "./secrets.ts";

/**
 * The values of the variables that the files refer to, and something in the place of those that are not set here: to be
 * looked at, an upstream needs no key.
 */
export const standInsFor = (
  { servers, config }: Pick<Paths, "servers" | "config">,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    [servers, config]
      .flatMap((file) => secretNames(readText(file) ?? ""))
      .map((name) => [name, (env[name] ?? "").trim() === "" ? standIn : (env[name] ?? standIn)]),
  );

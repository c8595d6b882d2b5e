import type { Context } from "../command.ts";
import { withTilde } from "../output/home.ts";

/** A key that is about to be written where version control sees it ends up on other machines. */
export const warnOfRepository = async ({
  paths,
  env,
  warn,
  paint,
}: Pick<Context, "paths" | "env" | "warn" | "paint">): Promise<void> => {
  const { repositoryAbove } = await import("../../src/offline/servers.ts");
  const repository = repositoryAbove(paths.home);
  if (repository === null) return;
  warn(
    `${paint("warning", "warning:")} ${withTilde(paths.servers, env["HOME"])} is inside the repository ${repository}\ntry: echo servers.yaml >> ${paths.home}/.gitignore   or --from-env, which writes no key`,
  );
};

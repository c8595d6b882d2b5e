import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { statusOrNull } from "../daemon/answering.ts";
import { withTilde } from "../output/home.ts";
import { problemLines } from "../output/problem-lines.ts";
import { type Action, configFile } from "./action.ts";

/** The exit code of a configuration that is not valid. */
const invalid = 78;

/** Looks for everything that is wrong in config.yaml and servers.yaml, or in one file. */
export const validate: Action = {
  words: "[FILE]",
  run: async (context, [file]) => {
    const { problemsIn } = await import("../../src/offline/config.ts");
    const { paths, env, json, data, say, warn, paint } = context;
    const files = await filesFor(context, file);
    const problems = problemsIn({ ...paths, ...files }, env);
    const errors = problems.filter(({ severity }) => severity === "error").length;
    const status = await statusOrNull(context.client);
    if (json) {
      data({ valid: errors === 0, problems, running: status !== null, generation: status?.generation ?? null });
      return errors === 0 ? 0 : invalid;
    }
    // Who pipes what was asked for elsewhere must not get a list of problems in it.
    for (const line of problemLines(context, problems)) warn(line);
    if (errors === 0) {
      const names = [
        ...(files.config === undefined ? [] : [files.config]),
        ...(files.servers === undefined ? [] : [files.servers]),
      ];
      const what = names.map((name) => withTilde(name, env["HOME"])).join(" and ");
      const odd = problems.length === 0 ? "" : `, with ${counted(problems.length, "warning")}`;
      say(`${paint("ok", "ok")}  ${what} ${names.length === 1 ? "is" : "are"} valid${odd}`);
      return 0;
    }
    const keeps = status === null ? "" : ` The running daemon keeps generation ${status.generation}.`;
    warn(`${counted(errors, "error")}, ${counted(problems.length - errors, "warning")}.${keeps}`);
    return invalid;
  },
};

type Files = { readonly config?: string; readonly servers?: string };

const filesFor = async (context: Context, file: string | undefined): Promise<Files> => {
  const { paths, folder } = context;
  if (file === undefined)
    return { config: await configFile(context), ...(existsSync(paths.servers) ? { servers: paths.servers } : {}) };
  const path = existing(resolve(folder ?? "/", file));
  const { isServersFile } = await import("../../src/offline/config.ts");
  return isServersFile(path) ? { servers: path } : { config: path };
};

/** A file that is there. Throws `input_missing`. */
export const existing = (path: string): string => {
  if (existsSync(path)) return path;
  throw new ProxyError("input_missing", `There is no file ${path}.`, { hint: "Try: proxy-cli config path" });
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

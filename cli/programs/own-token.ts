import { existsSync, readFileSync } from "node:fs";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";

/** The local token, which programs show where the proxy adds the key. Throws when no start has made one yet. */
export const ownToken = ({ paths }: Pick<Context, "paths">): string => {
  if (existsSync(paths.token)) return readFileSync(paths.token, "utf8").trim();
  throw new ProxyError("not_running", "There is no local token yet; the first start makes it.", {
    hint: "Try: proxy-cli start",
  });
};

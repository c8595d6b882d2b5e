import { readFileSync } from "node:fs";
import { ProxyError } from "../../src/core/errors.ts";

/**
 * The token that the environment gives for this start, as containers do: PROXY_TOKEN_FILE names a file that holds it,
 * PROXY_TOKEN is it. The daemon gets it by pipe; its own environment has neither.
 */
export const givenToken = (env: Readonly<Record<string, string | undefined>>): string | null => {
  const { PROXY_TOKEN: token = "", PROXY_TOKEN_FILE: file = "" } = env;
  if (file === "") return token === "" ? null : token.trim();
  if (token !== "")
    throw new ProxyError("config_invalid", "PROXY_TOKEN and PROXY_TOKEN_FILE are both set.", {
      hint: "One is enough; the file is the safer one.",
    });
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
    throw new ProxyError("config_invalid", `PROXY_TOKEN_FILE: ${file} cannot be read (${reason}).`, {
      hint: "Is it there, and may you read it?",
      cause,
    });
  }
};

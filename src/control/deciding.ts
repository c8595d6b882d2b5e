import { isAbsolute } from "node:path";
import { ProxyError } from "../core/errors.ts";
import type { Answer, Ask } from "./contract.ts";
import type { Engine } from "./engine.ts";

/** Where a recorded request would go now. What comes over the socket may be anything. */
export const decide = (
  { id, file = null }: Ask<"decide">,
  { rehearse }: Pick<Engine, "rehearse">,
): Promise<Answer<"decide">> => {
  if (typeof id !== "string" || id === "")
    throw new ProxyError("usage", "A decision is asked for with the id of a request.");
  if (file !== null && (typeof file !== "string" || !isAbsolute(file)))
    throw new ProxyError("usage", "The file to be tried is named by its whole path.");
  return rehearse(id, file);
};

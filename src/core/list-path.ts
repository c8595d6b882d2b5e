import { unescaped } from "../lib/unescaped.ts";

/** What a client wants to know of the models: all of them (null), or one by its name. */
export type ListQuestion = { readonly model: string | null };

/** What a request asks of the models; null where it asks something else. */
export const listedAt = (method: string, path: string): ListQuestion | null => {
  const found = method === "GET" ? /^\/v1(?:beta|alpha)?\/models(?:\/(.*))?$/.exec(path) : null;
  if (found === null) return null;
  const [, name = ""] = found;
  return { model: name === "" ? null : unescaped(name) };
};

import { ProxyError } from "../../src/core/errors.ts";

const hasCode = (thrown: unknown): thrown is Error & { readonly code: unknown; readonly path?: unknown } =>
  thrown instanceof Error && "code" in thrown;

/** What the system refused, as an error for people; null = it was something else. */
export const refusedBySystem = (thrown: unknown): ProxyError | null => {
  if (!hasCode(thrown) || typeof thrown.code !== "string") return null;
  const { code, path } = thrown;
  const place = typeof path === "string" ? path : null;
  if (place !== null && (code === "EACCES" || code === "EPERM"))
    return new ProxyError(
      "home_unsafe",
      `${place} cannot be opened (${code}). It belongs to another user, or its mode keeps you out.`,
      {
        hint: "Try: proxy-cli doctor",
        cause: thrown,
      },
    );
  const why = unwritable.get(code);
  if (why === undefined) return null;
  return new ProxyError("cannot_write", `${place ?? "Standard output"} cannot be written (${code}). ${why}.`, {
    hint: place === null ? "Write the output elsewhere." : "Try: proxy-cli doctor",
    cause: thrown,
  });
};

const unwritable: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "The disk is full"],
  ["EDQUOT", "There is no room left for this user"],
  ["EROFS", "The file system is read-only"],
  ["EIO", "The disk reports an error"],
]);

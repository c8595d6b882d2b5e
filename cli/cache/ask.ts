import type { CacheDesk, CacheFound } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import { visible } from "../output/visible.ts";

type Place = Pick<Context, "client" | "paths" | "env" | "now">;
type Told<Name extends keyof CacheDesk> = Awaited<ReturnType<CacheDesk[Name]>>;

/** Asks the daemon that runs, else its files. */
export const askCache = async <Name extends keyof CacheDesk>(
  { client, paths, env, now }: Place,
  name: Name,
  ask: Parameters<CacheDesk[Name]>[0],
): Promise<{ readonly running: boolean; readonly answer: Told<Name> }> => {
  const call = (desk: CacheDesk) => desk[name](ask as never) as ReturnType<CacheDesk[Name]>; // one name, its own question and answer
  const live = await orNull(call(client).then((answer) => ({ answer })));
  if (live !== null) return { running: true, answer: live.answer as Told<Name> };
  const { withCacheFile } = await import("../../src/offline/answer-cache.ts");
  return {
    running: false,
    answer: (await withCacheFile({ paths, env, now }, async (desk) => await call(desk))) as Told<Name>,
  };
};

/** So many keys are named where a beginning fits more than one. */
const mostNamed = 5;

/**
 * The answer that is meant by a key or its beginning. Throws `usage` where that is no key, or where several begin so,
 * and `input_missing` where nothing is kept under it.
 */
export const keptUnder = async (
  place: Place,
  key: string,
  action: string,
  withBody = false,
): Promise<{ readonly running: boolean; readonly kept: CacheFound & { readonly state: "kept" } }> => {
  if (!/^[0-9a-f]{1,64}$/.test(key))
    throw new ProxyError("usage", `"${visible(key)}" is no key: they are made of 0-9 and a-f.`, {
      hint: "Try: proxy-cli cache   (it shows the latest keys; proxy-cli why ID that of a request)",
    });
  const { running, answer } = await askCache(place, "cachedAnswer", { key, withBody });
  if (answer.state === "kept") return { running, kept: answer };
  if (answer.state === "unknown")
    throw new ProxyError("input_missing", `Nothing is kept under ${key}. Its time may be over.`, {
      hint: "Try: proxy-cli cache   (it shows the latest keys)",
    });
  const more = answer.keys.length > mostNamed ? " and more" : "";
  const named = answer.keys.slice(0, mostNamed).map(shortKey).join(", ");
  throw new ProxyError("usage", `More than one key begins with ${key}: ${named}${more}.`, {
    hint: `Try: proxy-cli cache ${action} ${answer.keys.map(shortKey)[0]}`,
  });
};

/** Enough of a key for people: of a million answers no two begin so. */
export const shortKey = (key: string): string => key.slice(0, 16);

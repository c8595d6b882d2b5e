import type { RequestDetail } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";

/** A request, and whether it was a daemon that told of it. */
export type FoundRequest = { readonly detail: RequestDetail; readonly isRunning: boolean };

/** So many are named where a beginning fits more than one. */
const mostNamed = 5;

/** Ids are made of these alone. */
const idLike = /^[a-z0-9_]{1,64}$/;

/**
 * The request that is meant: an id, its beginning, or `last`; the latest where nothing is said. Throws `input_missing`
 * where none is like that, and `usage` where several are.
 */
export const foundRequest = async (context: Context, word: string | null, command = "why"): Promise<FoundRequest> => {
  const ask = await askerOf(context);
  const beginning = beginningOf(word, command);
  const ids = await ask.requestsLike(beginning, mostNamed + 1);
  const [id] = ids;
  if (id === undefined) throw word === null || word === "last" ? noneYet() : noneLike(word, command);
  if (beginning !== "r_" && ids.length > 1 && !ids.includes(beginning)) throw several(beginning, ids, command);
  const detail = await ask.request(ids.includes(beginning) ? beginning : id);
  if (detail === null) throw noneLike(id, command);
  return { detail, isRunning: ask.isRunning };
};

type Asker = {
  readonly isRunning: boolean;
  readonly requestsLike: (beginning: string, limit: number) => Promise<readonly string[]>;
  readonly request: (id: string) => Promise<RequestDetail | null>;
};

/** The daemon, or its files where none runs. */
const askerOf = async ({ client, paths, env }: Context): Promise<Asker> => {
  if ((await orNull(client.requestsLike({ beginning: "r_", limit: 0 }))) !== null)
    return {
      isRunning: true,
      requestsLike: async (beginning, limit) => (await client.requestsLike({ beginning, limit })).ids,
      request: (id) => client.request({ id }),
    };
  const { requestWithoutDaemon, requestsLikeWithoutDaemon } = await import("../../src/offline/requests.ts");
  return {
    isRunning: false,
    requestsLike: async (beginning, limit) => requestsLikeWithoutDaemon(paths, beginning, limit),
    request: (id) => requestWithoutDaemon(paths, env, id),
  };
};

const beginningOf = (word: string | null, command: string): string => {
  if (word === null || word === "last") return "r_";
  const id = word.startsWith("r_") ? word : `r_${word}`;
  if (!idLike.test(id)) throw noneLike(word, command);
  return id;
};

const noneYet = (): ProxyError =>
  new ProxyError(
    "input_missing",
    "No request is known here. None has come since the proxy was set up, or no ledger is kept.",
    {
      hint: "Try: proxy-cli config get ledger.enabled",
    },
  );

const noneLike = (word: string, command: string): ProxyError =>
  new ProxyError(
    "input_missing",
    `No request "${word}" is known here. Its id may be of another computer, or its row is too old.`,
    {
      hint: `Try: proxy-cli ${command} last   (ids: proxy-cli logs, or the header x-proxy-request-id)`,
    },
  );

const several = (beginning: string, ids: readonly string[], command: string): ProxyError => {
  const more = ids.length > mostNamed ? " and more" : "";
  const named = ids.slice(0, mostNamed).join(", ");
  return new ProxyError("usage", `More than one request begins with "${beginning}": ${named}${more}.`, {
    hint: `Try: proxy-cli ${command} ${ids[0]}`,
  });
};

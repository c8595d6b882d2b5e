import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";

/** That the figures of conversations are those of one daemon of several; null = there is one only. */
export const partWords = async ({ client }: Pick<Context, "client">): Promise<string | null> => {
  const status = await orNull(client.status({}));
  if (status?.store == null) return null;
  const all = status.ledger.elsewhere == null ? "" : "   Of all daemons:  proxy-cli stats --everywhere --by session";
  return `Requests, tokens and costs here are of what came to this daemon.${all}`;
};

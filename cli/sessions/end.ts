import type { Context } from "../command.ts";
import { idNeeded, noSession } from "./view.ts";

/** Ends a conversation: its next request begins another session. Its rows stay. */
export const endSession = async ({ client, json, data, say }: Context, asked: string | null): Promise<void> => {
  const id = idNeeded(asked, "end");
  const { ended } = await client.endSession({ id });
  if (json) return data({ id, ended });
  if (ended) return say(`ok  ${id} is over; the next request of that conversation begins another session`);
  if ((await client.session({ id })) === null) throw noSession(id);
  say(`ok  ${id} is over already`);
};

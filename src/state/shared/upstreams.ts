import type { Board } from "../../core/shared.ts";
import { isObject, parsedJson } from "../../lib/json.ts";
import type { Upstreams } from "../upstreams.ts";

const topic = "upstream";

type Options = {
  readonly board: Board;
  readonly now: () => number;
  /** What was said before this moment does not count here; null = all counts. A flag at the start is such a word. */
  readonly since: number | null;
  /** Another daemon has switched, and this one has followed. */
  readonly onFollowed: (from: string, to: string) => void;
  /** Another daemon has switched to what this one does not have. */
  readonly onUnknown: (name: string) => void;
};

/** A switch on one daemon is a switch on all, in force within a second and kept on the disk of each. */
export const sharedUpstreams = (own: Upstreams, { board, now, since, ...told }: Options): Upstreams => {
  /** Where all others are and we could not follow. */
  let missed: string | null = null;
  const follow = async (to: string): Promise<void> => {
    try {
      const from = await own.switchTo(to);
      missed = null;
      if (from !== to) told.onFollowed(from, to);
    } catch {
      if (missed !== to) told.onUnknown(to);
      missed = to;
    }
  };
  board.listen(topic, (_, value) => {
    const said = parsedJson(value ?? "");
    if (!isObject(said) || typeof said["to"] !== "string" || said["to"] === own.current()) return;
    if (since === null || Number(said["at"]) > since) void follow(said["to"]);
  });
  return {
    ...own,
    switchTo: async (name) => {
      const from = await own.switchTo(name);
      missed = null;
      if (from !== name) await board.write(topic, "current", JSON.stringify({ to: name, at: now() }), null);
      return from;
    },
    replace: async (upstreams, to) => {
      await own.replace(upstreams, to);
      if (missed !== null && to === null) await follow(missed);
    },
  };
};

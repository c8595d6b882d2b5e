import { isatty } from "node:tty";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { createLive } from "./live.ts";

/** How often the block is painted anew. */
const paintMs = 1000;

/** A terminal that tells no width is taken to be as wide as they once were. */
const usualColumns = 80;

/**
 * Tells what happens until Ctrl-C or the daemon's end: on a terminal one block that is painted anew, elsewhere and with
 * `--json` a line of JSON for each request that ends. Throws `not_running`.
 */
export const tellLive = async (context: Context, flags: Flags): Promise<number> => {
  const { client, json, onSignals, record, say } = context;
  for (const other of ["csv", "by", "hours", "days", "today", "since", "until"])
    if (flags.has(other))
      throw new ProxyError("usage", `--realtime is of this moment; --${other} is of a time.`, {
        hint: "Try: proxy-cli stats --realtime",
      });
  const over = new AbortController();
  onSignals(["SIGINT", "SIGTERM"], () => over.abort());
  const block = json || !isatty(1) ? null : blockOn(context);
  try {
    for await (const message of client.watch(over.signal)) {
      if (block !== null) block.hear(message);
      else if (message.type === "request-ended") record({ at: message.request.startedAt, ...message.request });
    }
  } catch (thrown) {
    if (over.signal.aborted) return 0;
    if (thrown instanceof ProxyError) throw thrown;
    // anything else is the connection of a daemon that is gone
  } finally {
    block?.end();
  }
  if (block !== null) say("the proxy has stopped");
  return 0;
};

/** A terminal that cannot move its cursor gets the first line of each moment. */
const blockOn = ({ now, columns, print, env }: Context) => {
  const canMove = !["", "dumb"].includes(env["TERM"] ?? "");
  const live = createLive(now());
  const width = Number.isFinite(columns) ? columns : usualColumns;
  let painted = 0;
  const paint = (): void => {
    const lines = live.lines(now(), width);
    if (!canMove) return print(lines[0] ?? "");
    const back = painted === 0 ? "" : `\u001b[${painted}A\u001b[J`;
    painted = lines.length;
    print(back + lines.join("\n"));
  };
  paint();
  const timer = setInterval(paint, paintMs);
  return {
    hear: (message: Parameters<typeof live.hear>[0]): void => {
      live.hear(message);
      if (message.type === "snapshot") paint();
    },
    end: (): void => {
      clearInterval(timer);
      paint();
    },
  };
};

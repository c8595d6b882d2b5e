import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { csvLines } from "../output/csv.ts";
import { jsonAnswer } from "../output/json.ts";
import { writeCopy } from "../output/private-copy.ts";
import { counted } from "../output/units.ts";
import { type Detail, idNeeded, sessionDetail } from "./view.ts";

/** The rows of a conversation for other programs, to stdout or into a file that only its owner can read. */
export const exportSession = async (context: Context, asked: string | null, flags: Flags): Promise<void> => {
  const { print, say, now, folder, json } = context;
  if (json && flags.has("csv"))
    throw new ProxyError("usage", "--csv and --json are two answers.", {
      hint: "Try: proxy-cli sessions export ID --csv",
    });
  const { session, requests } = await sessionDetail(context, idNeeded(asked, "export"));
  const lines = flags.has("csv")
    ? csvLines(requests.map(csvRow))
    : [JSON.stringify(jsonAnswer({ session, requests }, now()))];
  const file = flags.text("output");
  if (file === null) return lines.forEach(print);
  const path = writeCopy(folder, file, `${lines.join("\n")}\n`);
  say(`ok  ${counted(requests.length, "request")} in ${path}`);
};

const csvRow = (request: Detail["requests"][number]): Readonly<Record<string, string | number | null>> => ({
  id: request.id,
  started_at: new Date(request.startedAt).toISOString(),
  turn: request.turn,
  client: request.client,
  upstream: request.upstream,
  model: request.modelUsed ?? request.model,
  status: request.status,
  outcome: request.outcome,
  input_tokens: request.inputTokens,
  cache_read_tokens: request.cacheReadTokens,
  cache_write_tokens: request.cacheWriteTokens,
  output_tokens: request.outputTokens,
  reasoning_tokens: request.reasoningTokens,
  cost_kind: request.costKind,
  cost_usd_micros: request.costMicros,
  cache_break: request.cacheBreak,
  cache_break_usd_micros: request.cacheBreakMicros,
  duration_ms: Math.round(request.durationMs),
});

import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { csvLines } from "../output/csv.ts";
import { jsonAnswer } from "../output/json.ts";
import { writeCopy } from "../output/private-copy.ts";
import { counted } from "../output/units.ts";
import { markdownOf } from "./markdown.ts";
import { type Detail, idNeeded, sessionDetail } from "./view.ts";

/** The rows of a conversation for other programs, to stdout or into a file that only its owner can read. */
export const exportSession = async (context: Context, asked: string | null, flags: Flags): Promise<void> => {
  const { print, say, now, folder } = context;
  const format = formatFrom(context, flags);
  const detail = await sessionDetail(context, idNeeded(asked, "export"));
  const { session, requests } = detail;
  const lines = {
    csv: () => csvLines(requests.map(csvRow)),
    md: () => markdownOf(detail, now()),
    json: () => [JSON.stringify(jsonAnswer({ session, requests }, now()))],
  }[format]();
  const file = flags.text("output");
  if (file === null) return lines.forEach(print);
  const path = writeCopy(folder, file, `${lines.join("\n")}\n`);
  say(`ok  ${counted(requests.length, "request")} in ${path}`);
};

const formats = ["json", "csv", "md"] as const;

/** What was asked for, by its own word or by `--format`; JSON without one. Throws `usage` for two answers. */
const formatFrom = ({ json }: Context, flags: Flags): (typeof formats)[number] => {
  const named = flags.text("format");
  const format = formats.find((one) => one === named) ?? null;
  if (named !== null && format === null)
    throw new ProxyError("usage", `There is no format "${named}". Known: ${formats.join(", ")}.`, {
      hint: "Try: proxy-cli sessions export ID --format md",
    });
  const asked = [...(json ? ["json"] : []), ...(flags.has("csv") ? ["csv"] : []), ...(format === null ? [] : [format])];
  const [first = "json", ...others] = new Set(asked);
  if (others.length > 0)
    throw new ProxyError("usage", `--${first} and --${others.join(", --")} are two answers.`, {
      hint: "Try: proxy-cli sessions export ID --csv",
    });
  return formats.find((one) => one === first) ?? "json";
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

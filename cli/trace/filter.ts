import { ProxyError } from "../../src/core/errors.ts";
import { type JsonObject, numberOrNull, objectIn, textOrNull } from "../../src/lib/json.ts";
import type { ListedRequest } from "../dashboard/data/requests.ts";
import { readFilter } from "../dashboard/filter/read.ts";
import { testOf } from "../dashboard/filter/test.ts";

/** Whether a trace is wanted, by the words of the dashboard's filter. Throws `usage` for what is none. */
export const traceFilter = (text: string | null, now: number): ((trace: JsonObject | null) => boolean) => {
  const { filter, mistake } = readFilter(text ?? "");
  if (mistake !== null)
    throw new ProxyError("usage", `That is no filter, at character ${mistake.at + 1}: ${mistake.message}.`, {
      hint: "Try: proxy-cli trace list 'st:5xx up:anthropic time:>10s'",
    });
  if (filter === null) return () => true;
  const test = testOf(filter);
  return (trace) => trace !== null && test(listedOf(trace), now);
};

/** A trace as lists know requests; what it does not hold is unknown. */
const listedOf = (trace: JsonObject): ListedRequest => {
  const [outcome, usage] = [objectIn(trace["outcome"]), objectIn(trace["usage"])];
  return {
    ...nothing,
    id: textOrNull(trace["id"]) ?? "",
    startedAt: Date.parse(textOrNull(trace["at"]) ?? ""),
    method: textOrNull(trace["method"]) ?? "",
    path: textOrNull(trace["path"]) ?? "",
    dialect: textOrNull(trace["dialect"]),
    client: textOrNull(trace["client"]),
    model: textOrNull(trace["model"]),
    upstream: textOrNull(trace["upstream"]),
    session: textOrNull(trace["session"]),
    rule: textOrNull(trace["rule"]),
    stream: trace["stream"] === true,
    status: numberOrNull(outcome["status"]),
    outcome: (textOrNull(outcome["code"]) ?? "--") as ListedRequest["outcome"],
    error: textOrNull(outcome["error"]) as ListedRequest["error"],
    bytesIn: numberOrNull(outcome["bytesIn"]) ?? 0,
    bytesOut: numberOrNull(outcome["bytesOut"]) ?? 0,
    ttftMs: numberOrNull(outcome["ttftMs"]),
    durationMs: numberOrNull(outcome["durationMs"]),
    attempts: numberOrNull(outcome["attempts"]) ?? 1,
    inputTokens: numberOrNull(usage["inputTokens"]),
    cacheReadTokens: numberOrNull(usage["cacheReadTokens"]),
    cacheWriteTokens: numberOrNull(usage["cacheWriteTokens"]),
    outputTokens: numberOrNull(usage["outputTokens"]),
    reasoningTokens: numberOrNull(usage["reasoningTokens"]),
    costMicros: numberOrNull(trace["costMicros"]),
  };
};

const nothing = {
  costKind: "unknown",
  ...{ provider: null, modelUsed: null, turn: null, usageAnomalies: 0, modelSent: null },
  ...{ translated: null, savedTokens: 0, savedMicros: null, readsLostMicros: null, extraWritesMicros: null },
  ...{ ownCallsMicros: 0, memoryMode: null, memoryEdits: 0, prefixBreak: null, cacheBreak: null },
  ...{ cacheBreakMicros: null, answerCache: null },
  ...{ avoidedInputTokens: null, avoidedOutputTokens: null, avoidedMicros: null },
} as const;

import { countReader, noUsage, type Usage, type UsageReading } from "../../core/usage.ts";
import { fieldsOf } from "../../lib/fields.ts";
import { isObject, type JsonObject, listIn, objectIn } from "../../lib/json.ts";

/**
 * What one answer took. Anthropic counts what is read from and written to its cache beside `input_tokens`; here all three
 * are the input. Its totals leave out what it took to compact the conversation on the way, which is billed like the rest
 * and stands in `iterations`; an advisor's is billed as another model and stays out.
 */
export const readUsage = (usage: unknown): UsageReading => {
  if (!isObject(usage)) return { usage: noUsage, anomalies: 0 };
  const { count, anomalies } = countReader();
  const compacting = compactions(usage).map((step) => countsOf(step, count));
  const { plain, read, write, hour, output } = sum([countsOf(usage, count), ...compacting]);
  return {
    usage: {
      ...noUsage,
      inputTokens: plain === null ? null : plain + (read ?? 0) + (write ?? 0),
      cacheReadTokens: read,
      cacheWriteTokens: write,
      cacheWrite1hTokens: hour,
      outputTokens: output,
      reasoningTokens: count(objectIn(usage["output_tokens_details"])["thinking_tokens"]),
      webSearches: count(objectIn(usage["server_tool_use"])["web_search_requests"]),
    },
    anomalies: anomalies(),
  };
};

type Counts = Readonly<Record<"plain" | "read" | "write" | "hour" | "output", number | null>>;
type Count = (value: unknown) => number | null;

const countsOf = (usage: JsonObject, count: Count): Counts => {
  const created = objectIn(usage["cache_creation"]);
  const hour = count(created["ephemeral_1h_input_tokens"]);
  const five = count(created["ephemeral_5m_input_tokens"]);
  const parts = hour === null && five === null ? null : (hour ?? 0) + (five ?? 0);
  return {
    plain: count(usage["input_tokens"]),
    read: count(usage["cache_read_input_tokens"]),
    write: count(usage["cache_creation_input_tokens"]) ?? parts,
    hour,
    output: count(usage["output_tokens"]),
  };
};

/** The totals, with what was taken beside them; where the totals do not say what was sent or written, nobody knows. */
const sum = ([totals, ...others]: readonly [Counts, ...Counts[]]): Counts => {
  const all = (name: keyof Counts): number | null => {
    const [total, beside] = [totals[name], others.reduce((whole, one) => whole + (one[name] ?? 0), 0)];
    return total === null && beside === 0 ? null : (total ?? 0) + beside;
  };
  const whole = (name: "plain" | "output"): number | null => (totals[name] === null ? null : all(name));
  return { plain: whole("plain"), read: all("read"), write: all("write"), hour: all("hour"), output: whole("output") };
};

/** The steps in which the conversation was compacted, which the totals leave out. */
export const compactions = (usage: JsonObject): JsonObject[] =>
  listIn(usage["iterations"])
    .filter(isObject)
    .filter(({ type }) => type === "compaction");

/** What is left of a usage besides what `readUsage` has taken. */
export const usageLeft = (usage: JsonObject): JsonObject => {
  const fields = fieldsOf(usage);
  const created = fields.within("cache_creation");
  for (const name of ["input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens"])
    fields.number(name);
  for (const name of ["ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens"]) created.number(name);
  fields.within("output_tokens_details").number("thinking_tokens");
  fields.within("server_tool_use").number("web_search_requests");
  return fields.left();
};

/** A usage in Anthropic's words; `left` is what it carries besides, and undefined fields are those nobody knows. */
export const writeUsage = (usage: Usage, left: JsonObject): JsonObject => {
  const compacting = sumOf(compactions(left).map((step) => readUsage(step).usage));
  const less = (total: number | null, name: keyof Usage): number | undefined =>
    total === null ? undefined : Math.max(0, total - (compacting[name] ?? 0));
  const read = less(usage.cacheReadTokens, "cacheReadTokens");
  const write = less(usage.cacheWriteTokens, "cacheWriteTokens");
  const hour = less(usage.cacheWrite1hTokens, "cacheWrite1hTokens");
  const input = less(usage.inputTokens, "inputTokens");
  return {
    input_tokens: input === undefined ? undefined : Math.max(0, input - (read ?? 0) - (write ?? 0)),
    cache_creation_input_tokens: write,
    cache_read_input_tokens: read,
    cache_creation: hour === undefined ? undefined : split(hour, write ?? hour),
    output_tokens: less(usage.outputTokens, "outputTokens"),
    output_tokens_details: usage.reasoningTokens === null ? undefined : { thinking_tokens: usage.reasoningTokens },
    server_tool_use: usage.webSearches === null ? undefined : { web_search_requests: usage.webSearches },
  };
};

const split = (hour: number, write: number): JsonObject => ({
  ephemeral_5m_input_tokens: Math.max(0, write - hour),
  ephemeral_1h_input_tokens: hour,
});

const sumOf = (usages: readonly Usage[]): Usage =>
  usages.reduce((whole, one) => {
    const names = Object.keys(noUsage) as (keyof Usage)[]; // its keys are those of the type
    const added = names.map((name) => [name, (whole[name] ?? 0) + (one[name] ?? 0)]);
    return Object.fromEntries(added) as Usage;
  }, noUsage);

import { isObject, type JsonObject } from "../lib/json.ts";
import type { ChatEvent, Reported } from "./answer.ts";
import type { Measure } from "./dialect.ts";
import { modelName } from "./model-name.ts";
import { noUsage, type Usage } from "./usage.ts";

/** An answer of which nothing is known yet. */
export const nothingReported: Reported = {
  id: null,
  model: null,
  usage: null,
  stop: null,
  anomalies: 0,
  deliveredTokens: 0,
  error: null,
  serviceTier: null,
  answers: [],
};

/** Keeps of a stream's events what they told of the answer, and none of its text. */
export type Report = { readonly take: (event: ChatEvent) => void; readonly value: () => Reported };

/** A report of one stream. What has been delivered is measured as it comes. */
export const reportOf = (measure: Measure): Report => new ReportOf(measure);

class ReportOf implements Report {
  readonly #measure: Measure;
  #known = nothingReported;
  /** Apart: nearly every event adds to it. */
  #deliveredTokens = 0;

  constructor(measure: Measure) {
    this.#measure = measure;
  }

  take(event: ChatEvent): void {
    const serviceTier = serviceTierIn(event.extras);
    this.#known = this.#after(event);
    if (serviceTier !== null) this.#known = { ...this.#known, serviceTier };
  }

  value(): Reported {
    return { ...this.#known, deliveredTokens: this.#deliveredTokens };
  }

  #after(event: ChatEvent): Reported {
    const known = this.#known;
    switch (event.type) {
      case "start":
        return { ...known, id: event.id ?? known.id, model: event.model ?? known.model };
      case "text-delta":
      case "thinking-delta":
      case "input-delta":
        this.#deliveredTokens += this.#measure(event.text);
        return known;
      case "usage":
        return {
          ...known,
          usage: completed(known.usage, event.usage),
          anomalies: known.anomalies + event.anomalies + (hasShrunk(known.usage, event.usage) ? 1 : 0),
        };
      case "stop":
        return { ...known, stop: event.stop };
      case "error":
        return { ...known, error: known.error ?? event.error };
      default:
        return known;
    }
  }
}

/** Running totals: what the later one names replaces what the earlier one said; what it leaves out stays. */
export const completed = (before: Usage | null, later: Usage): Usage => {
  if (before === null) return later;
  const whole: Record<string, number | null> = { ...noUsage };
  for (const name of Object.keys(noUsage) as (keyof Usage)[]) whole[name] = later[name] ?? before[name];
  return whole as Usage; // its keys are those of noUsage
};

/**
 * The terms that a vendor names in an answer, where they are not its usual ones: they have prices of their own. Looked
 * for where vendors put them: beside the answer or inside of its usage.
 */
export const serviceTierIn = (extras: JsonObject): string | null => {
  const { usage } = extras;
  return unusual(extras) ?? (isObject(usage) ? unusual(usage) : null);
};

/** How quickly, on which terms, and where: each is a factor of the price, and several together are terms of their own. */
const unusual = ({ speed, service_tier: tier, inference_geo: place }: JsonObject): string | null => {
  if (speed === undefined && tier === undefined && place === undefined) return null; // nearly every event
  const named = [typeof speed === "string" && !usualTerms.has(speed) ? speed : tier, place];
  const words = named.filter((word) => typeof word === "string" && !usualTerms.has(word));
  return words.length === 0 ? null : words.join("+");
};

const usualTerms: ReadonlySet<string> = new Set(["default", "standard", "auto", "global", "not_available", ""]);

/** Totals only grow: one that gets smaller is taken for what it says, and counted as odd. */
const hasShrunk = (before: Usage | null, later: Usage): boolean =>
  (later.outputTokens ?? Number.MAX_VALUE) < (before?.outputTokens ?? 0) ||
  (later.inputTokens ?? Number.MAX_VALUE) < (before?.inputTokens ?? 0);

/** A report that can be true: a part that is more than its whole is unknown, and counted as odd; a name too long for a model's is unknown, a key in it is gone. */
export const soundReport = (told: Reported): Reported => {
  const model = modelName(told.model);
  const report = model === told.model ? told : { ...told, model };
  if (report.usage === null) return report;
  const usage: Record<Count, number | null> = { ...report.usage };
  let odd = 0;
  for (const [whole, ...parts] of wholes) {
    const sum = parts.reduce((total, part) => total + (usage[part] ?? 0), 0);
    if (sum <= (usage[whole] ?? Number.MAX_VALUE)) continue;
    for (const part of parts) usage[part] = null;
    odd++;
  }
  return odd === 0 ? report : { ...report, usage, anomalies: report.anomalies + odd };
};

type Count = keyof Usage;

/** Each whole with the parts that cannot be more than it together. */
const wholes: readonly (readonly [Count, ...Count[]])[] = [
  ["inputTokens", "cacheReadTokens", "cacheWriteTokens"],
  ["inputTokens", "inputAudioTokens"],
  ["cacheWriteTokens", "cacheWrite1hTokens"],
  ["outputTokens", "reasoningTokens"],
  ["outputTokens", "outputAudioTokens"],
];

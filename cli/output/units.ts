/** What stands where a number is not known. */
export const unknown = "-";

/** `0.4 ms`, `92 ms`, `1.8 s`, `2m05`: a time that somebody waited for. */
export const waited = (ms: number | null): string => {
  if (ms === null) return unknown;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  return lasted(ms);
};

/** `41s`, `2m05`, `3h12`, `5d03h`: how long something has been so. */
export const lasted = (ms: number): string => {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (minutes === 0) return `${seconds}s`;
  if (hours === 0) return `${minutes}m${twoDigits(seconds % 60)}`;
  if (hours < 24) return `${hours}h${twoDigits(minutes % 60)}`;
  return `${Math.floor(hours / 24)}d${twoDigits(hours % 24)}h`;
};

/** `1,204`: a number that is counted one by one. */
export const exactly = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");

/** `88k`, `1.92M`: a number that is only looked at. */
export const roughly = (count: number | null): string => {
  if (count === null) return unknown;
  if (count < 0) return `-${roughly(-count)}`;
  if (count < 10_000) return exactly(count);
  if (count < 999_500) return `${Math.round(count / 1000)}k`;
  if (count < 999_500_000) return `${threeDigits(count / 1e6)}M`;
  return `${threeDigits(count / 1e9)}G`;
};

/** `512 B`, `1.5 kB`, `40 MB`. */
export const bytes = (count: number | null): string => {
  if (count === null) return unknown;
  if (count < 1000) return `${count} B`;
  const power = Math.min(4, Math.floor(Math.log10(count) / 3));
  const short = threeDigits(count / 1000 ** power);
  return short === "1000" && power < 4 ? `1.00 ${sizes[power + 1]}` : `${short} ${sizes[power]}`;
};

const sizes = ["B", "kB", "MB", "GB", "TB"] as const;

/** `99.1%`; unknown when there is nothing to divide by. */
export const share = (part: number, whole: number): string => {
  if (whole === 0) return unknown;
  const percent = (100 * part) / whole;
  // One lost request of many must not read as all well.
  if (part < whole && percent > 99.9) return "99.9%";
  return `${percent.toFixed(percent === 100 ? 0 : 1)}%`;
};

/** `73%` of a part from 0 to 1; unknown where nobody told. Nearly all is not all. */
export const percent = (part: number | null): string => {
  if (part === null) return unknown;
  return `${part < 1 ? Math.min(99, Math.round(part * 100)) : Math.round(part * 100)}%`;
};

/** `$4.18`, `$0.031`, `$1,204.50`, `-$0.92` of micro-dollars: what is tiny says so instead of being nothing. */
export const money = (micros: number | null): string => {
  if (micros === null) return unknown;
  const size = Math.abs(micros);
  const sign = micros < 0 ? "-" : "";
  if (size === 0) return "$0";
  if (size < 500) return `${sign}<$0.001`;
  const [dollars = "", cents = ""] = (size / 1e6).toFixed(size < 99_500 ? 3 : 2).split(".");
  return `${sign}$${exactly(Number(dollars))}.${cents}`;
};

/** What money figures need to be told honestly. */
export type Cost = {
  readonly costMicros: number | null;
  readonly unknownCost: number;
  readonly estimatedCost: number;
};

/** `$4.18`; `~$4.18` where an estimate of ours is in it; `-` where nobody knows. What is unknown beside it is told apart. */
export const cost = ({ costMicros, estimatedCost }: Pick<Cost, "costMicros" | "estimatedCost">): string => {
  const text = money(costMicros);
  if (estimatedCost === 0 || costMicros === null) return text;
  return text.startsWith("<") ? text.replace("<", "<~") : `~${text}`;
};

/** The cost in a table, where nothing stands beside it: `-` also where all that is known is what cost nothing. */
export const costInTable = (sum: Cost): string => (sum.costMicros === 0 && sum.unknownCost > 0 ? unknown : cost(sum));

/** `+ 3 requests of unknown cost`; empty where there is none. */
export const costUnknown = ({ unknownCost }: Pick<Cost, "unknownCost">): string =>
  unknownCost === 0 ? "" : `+ ${counted(unknownCost, "request")} of unknown cost`;

/** `1 request`, `3 requests`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${exactly(count)} ${count === 1 ? one : many}`;

/** `14:01:58` of the local day. */
export const timeOfDay = (at: number): string => {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(":");
};

/** `today 09:12`, `yesterday 23:59` or `2026-11-02 09:12`, in local time. */
export const dayAndTime = (at: number, now: number): string => {
  const time = timeOfDay(at).slice(0, 5);
  if (dayOf(at) === dayOf(now)) return `today ${time}`;
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  return dayOf(at) === dayOf(yesterday.getTime()) ? `yesterday ${time}` : `${dayOf(at)} ${time}`;
};

/** `2026-11-02` of the local calendar. */
export const dayOf = (at: number): string => {
  const date = new Date(at);
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
};

/** The name of the time zone here; a machine that has none that anybody knows counts in UTC. */
export const zoneHere = (): string => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return timeZone === "Etc/Unknown" ? "UTC" : timeZone;
};

/** `local time (Europe/Berlin)`, or `UTC`. */
export const zoneInWords = (zone: string): string => (zone === "UTC" ? "UTC" : `local time (${zone})`);

/** `30s`, `2m`, `1h30m`, `500ms` or plain seconds as milliseconds; null for anything else. */
export const readDuration = (text: string): number | null => {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  return parts.reduce((sum, [, amount, unit = "s"]) => sum + Number(amount) * (unitMs[unit] ?? 0), 0);
};

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const twoDigits = (value: number): string => String(value).padStart(2, "0");

const threeDigits = (value: number): string => {
  if (value < 9.995) return value.toFixed(2);
  return value < 99.95 ? value.toFixed(1) : value.toFixed(0);
};

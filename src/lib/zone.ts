const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The wall clock of a time zone: how far it is ahead of UTC at a moment, in milliseconds. */
export type Zone = { readonly aheadMs: (at: number) => number };

/** The zone of this name (`Europe/Berlin`); throws a RangeError for a name that is none. */
export const zoneNamed = (name: string): Zone => {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  const read = (at: number): number => {
    const text = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minuteMs;
  };
  const atMidnight = new Map<number, number>();
  const on = (day: number): number => {
    const found = atMidnight.get(day) ?? read(day * dayMs);
    atMidnight.set(day, found);
    return found;
  };
  return {
    // The clocks are changed on two days of the year; only on those the moment itself has to be asked for.
    aheadMs: (at) => {
      const day = Math.floor(at / dayMs);
      return on(day) === on(day + 1) ? on(day) : read(at);
    },
  };
};

/** `2026-11-02`: the day there. */
export const dayThere = (at: number, { aheadMs }: Zone): string =>
  new Date(at + aheadMs(at)).toISOString().slice(0, 10);

/** `2026-11-02T09:00+01:00`, in Greenwich `2026-11-02T09:00Z`: when the hour began there; the hour that comes twice in autumn has two names. */
export const hourThere = (at: number, { aheadMs }: Zone): string => {
  const ahead = aheadMs(at);
  return `${new Date(at + ahead).toISOString().slice(0, 13)}:00${ahead === 0 ? "Z" : offset(ahead)}`;
};

const offset = (aheadMs: number): string => {
  const minutes = Math.abs(aheadMs) / minuteMs;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0"));
  return `${aheadMs < 0 ? "-" : "+"}${hours}:${rest}`;
};

/** A time in which the clocks are not changed. */
export type EvenTime = { readonly from: number; readonly to: number; readonly aheadMs: number };

/** The time between two moments cut where the clocks there are changed, which they are at a quarter of an hour. */
export const evenTimes = (from: number, to: number, { aheadMs }: Zone): readonly EvenTime[] => {
  const times: { from: number; to: number; aheadMs: number }[] = [];
  for (let at = from; at < to; ) {
    const [ahead, nextDay] = [aheadMs(at), (Math.floor(at / dayMs) + 1) * dayMs];
    const next = aheadMs(nextDay) === ahead && aheadMs(nextDay - 1) === ahead ? nextDay : at + 15 * minuteMs;
    const last = times.at(-1);
    if (last?.aheadMs === ahead) last.to = Math.min(next, to);
    else times.push({ from: at, to: Math.min(next, to), aheadMs: ahead });
    at = next;
  }
  return times;
};

const base = 36;

/** Eight digits hold the milliseconds until the year 2059. */
const timeDigits = 8;
const orderDigits = 3;
const orders = base ** orderDigits;

/**
 * A source of unique request ids: `r_`, the time, a running number, two random digits. They sort by time, because a
 * table appends rows in order ten times faster than it inserts them at random places.
 */
export const requestIds = (now: () => number, random: () => number): (() => string) => {
  let order = Math.floor(random() * orders);
  return () => {
    order = (order + 1) % orders;
    const chance = Math.floor(random() * base * base);
    return `r_${digits(now(), timeDigits)}${digits(order, orderDigits)}${digits(chance, 2)}`;
  };
};

/** No id that was made at this moment or later sorts before this one; of a time that ids cannot tell, their end. */
export const firstIdAt = (at: number): string =>
  `r_${digits(Math.max(0, Math.min(at, base ** timeDigits - 1)), timeDigits)}`;

const digits = (value: number, count: number): string => Math.floor(value).toString(base).padStart(count, "0");

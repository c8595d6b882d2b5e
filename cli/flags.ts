import { ProxyError } from "../src/core/errors.ts";

/** The options that were typed, by the name behind their dashes. */
export type Flags = {
  readonly has: (name: string) => boolean;
  /** Whether it was said with a no before it: `--no-private`. */
  readonly isNo: (name: string) => boolean;
  readonly text: (name: string) => string | null;
  /** Every value of an option that takes several. */
  readonly texts: (name: string) => readonly string[];
  /** Throws `usage` for anything but a whole number, and for one below `least` (0). */
  readonly whole: (name: string, least?: number) => number | null;
};

/** Reads what commander has parsed for a command. */
export const flagsFrom = (parsed: Readonly<Record<string, unknown>>, command: string): Flags => {
  const typed = (name: string): unknown =>
    parsed[name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
  const text = (name: string): string | null => {
    const value = typed(name);
    return typeof value === "string" ? value : null;
  };
  return {
    isNo: (name) => typed(name) === false,
    has: (name) => typed(name) !== undefined && typed(name) !== false,
    text,
    texts: (name) => {
      const value = typed(name);
      return Array.isArray(value) ? value.map(String) : [];
    },
    whole: (name, least = 0) => {
      const written = text(name);
      if (written === null) return null;
      if (/^\d{1,15}$/.test(written) && Number(written) >= least) return Number(written);
      throw new ProxyError("usage", `--${name} takes a whole number from ${least} up, got "${written}".`, {
        hint: `Try: proxy-cli ${command} --help`,
      });
    },
  };
};

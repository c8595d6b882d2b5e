import { z } from "zod";

/** One setting: its type, default, environment names and the line of why that goes into the YAML file. */
export type Setting<T> = {
  readonly type: z.ZodType<T>;
  readonly initial: T;
  /** Environment names, the first wins. */
  readonly env: readonly string[];
  /** Other names people may use for it in `config --get` and `--set`. */
  readonly aliases: readonly string[];
  readonly why: string;
  /** Whether a change needs `proxy-cli restart` to be seen. */
  readonly restart: boolean;
  /** What a person has to agree to before a command switches it on; null = nothing. */
  readonly agreement: string | null;
  /** Whether its value has parts, each of which is told with its place in the file where it is wrong. */
  readonly hasParts: boolean;
};

type Extras = {
  readonly env?: readonly string[];
  readonly aliases?: readonly string[];
  readonly restart?: boolean;
  readonly agreement?: string;
  readonly hasParts?: boolean;
};

/** A setting out of what differs from one to the next. */
export const setting = <T>(type: z.ZodType<T>, initial: T, why: string, extras: Extras = {}): Setting<T> => ({
  type,
  initial,
  why,
  env: extras.env ?? [],
  aliases: extras.aliases ?? [],
  restart: extras.restart ?? false,
  agreement: extras.agreement ?? null,
  hasParts: extras.hasParts ?? false,
});

/** A whole number within bounds. What is wrong is said once and whole, whichever bound was missed. */
export const whole = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};

/** A text with something in it. */
export const text = z.string({ error: "must be a text" }).min(1, { error: "must not be empty" });
/** What is on or off. */
export const yesOrNo = z.boolean({ error: "must be true or false" });
/** A time to wait. */
export const milliseconds = whole(1, 86_400_000);
/** A time to keep something. */
export const days = whole(0, 36_500);
/** A size. */
export const bytes = whole(0, 4 * 1024 ** 3);

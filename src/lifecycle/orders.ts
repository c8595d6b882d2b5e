import { z } from "zod";
import type { Problem } from "../core/problem.ts";

/** What `proxy-cli start` hands to the daemon, through a pipe: keys must not be seen in `ps` or `/proc`. */
export const orders = z.strictObject({
  /** Settings from the command line, as strings. */
  flags: z.record(z.string(), z.string()),
  /** An address from the command line that is to be the upstream. */
  upstream: z.strictObject({ endpoint: z.string(), type: z.string(), key: z.string().nullable() }).nullable(),
  /** Values of the variables that hold keys, and of those that the files name. */
  secrets: z.record(z.string(), z.string()),
  /** A token that clients may show, beside those in the home: how a container is given one. */
  token: z.string().nullable().default(null),
  /** Another config.yaml than the home's. */
  configFile: z.string().nullable(),
  /** A file of variables, of `--env-file`. */
  envFile: z.string().nullable().default(null),
  /** Looks on at its own work and counts where something that must always hold does not. */
  paranoid: z.boolean().default(false),
  /** Plays for `proxy-cli demo`: has no upstream but those on this machine, and says so wherever it tells of itself. */
  demo: z.boolean().default(false),
  /** Keeps nothing on the disk, but reads this servers.yaml where there is one. Null = a home as usual. */
  ephemeral: z.strictObject({ servers: z.string().nullable() }).nullable().default(null),
  /** Follows the daemon that has this home, which lets its answers end for so long; null = as it is set. */
  takesOver: z.strictObject({ drainMs: z.number().nullable() }).nullable().default(null),
});

/** What `proxy-cli start` hands to the daemon. */
export type Orders = z.infer<typeof orders>;

/** Nothing in particular: how a daemon starts that nobody has given orders to. */
export const noOrders: Orders = {
  flags: {},
  upstream: null,
  secrets: {},
  token: null,
  configFile: null,
  envFile: null,
  paranoid: false,
  demo: false,
  ephemeral: null,
  takesOver: null,
};

/** The first and only thing a starting daemon says to the one who started it. */
export type Report =
  | {
      readonly type: "ready";
      readonly url: string;
      readonly pid: number;
      readonly madeConfig: boolean;
      /** What is odd about what was read. */
      readonly warnings: readonly Problem[];
    }
  | {
      readonly type: "failed";
      readonly code: string;
      readonly message: string;
      readonly hint: string | null;
      /** Everything that is wrong in what was read, warnings too. */
      readonly problems: readonly Problem[];
    };

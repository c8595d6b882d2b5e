import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, extname } from "node:path";
import { z } from "zod";
import { groupings } from "../stats/groups.ts";
import { allRequests, sortNames } from "./requests/list-state.ts";
import { type State, views } from "./state.ts";

/** What somebody who comes back finds as they left it: views, periods, orders and the filter. */
const remembered = {
  view: z.enum(views),
  windowMinutes: z.union([z.literal(2), z.literal(5), z.literal(60)]),
  filter: z.string().max(500),
  stats: z.object({ by: z.enum(groupings), period: z.enum(["today", "24 hours", "7 days", "30 days"]) }),
  sessionsOf: z.enum(["today", "24 hours", "7 days"]),
  requestList: z
    .object({ sort: z.enum(sortNames), isReversed: z.boolean(), isWide: z.boolean() })
    .transform((list) => ({ ...allRequests, ...list })),
} as const satisfies Partial<{ readonly [Name in keyof State]: z.ZodType<State[Name]> }>;

/** What was remembered, as far as this version knows it. */
export type Preferences = Partial<Pick<State, keyof typeof remembered>>;

/** Where preferences are kept. */
export type PreferenceStore = { readonly read: () => Preferences; readonly write: (state: State) => Promise<void> };

/** A `conf` store beside the other state. Read as plain JSON: a dashboard that opens waits for it. */
export const preferenceStore = (file: string): PreferenceStore => ({
  read: () => {
    const stored = objectIn(file);
    const known = Object.entries(remembered).flatMap(([name, shape]) => {
      const read = shape.safeParse(stored[name]); // damaged, or of another version: it can be chosen again
      return read.success ? [[name, read.data]] : [];
    });
    return Object.fromEntries(known); // each as its shape says
  },
  write: async (state) => {
    const { default: Conf } = await import("conf");
    const store = new Conf({
      cwd: dirname(file),
      configName: basename(file, extname(file)),
      configFileMode: 0o600,
      clearInvalidConfig: true,
    });
    const { marked: _, ...requestList } = state.requestList; // marks are of requests that are gone by then
    const { view, windowMinutes, filter, stats, sessionsOf } = state;
    store.set({ view, windowMinutes, filter, stats, sessionsOf, requestList });
  },
});

const objectIn = (file: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};

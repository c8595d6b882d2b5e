import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, extname } from "node:path";
import { z } from "zod";
import { type State, views } from "./state.ts";

/** What somebody who comes back finds as they left it. */
export type Preferences = Partial<Pick<State, "view" | "windowMinutes">>;

const shape = z
  .object({ view: z.enum(views), windowMinutes: z.union([z.literal(2), z.literal(5), z.literal(60)]) })
  .partial();

/** Where preferences are kept. */
export type PreferenceStore = { readonly read: () => Preferences; readonly write: (state: State) => Promise<void> };

/** A `conf` store beside the other state. Read as plain JSON: a dashboard that opens waits for it. */
export const preferenceStore = (file: string): PreferenceStore => ({
  read: () => {
    try {
      const { view, windowMinutes } = shape.parse(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});
      return { ...(view === undefined ? {} : { view }), ...(windowMinutes === undefined ? {} : { windowMinutes }) };
    } catch {
      return {}; // damaged, or of another version: nothing that cannot be chosen again
    }
  },
  write: async ({ view, windowMinutes }) => {
    const { default: Conf } = await import("conf");
    const store = new Conf({
      cwd: dirname(file),
      configName: basename(file, extname(file)),
      configFileMode: 0o600,
      clearInvalidConfig: true,
    });
    store.set({ view, windowMinutes });
  },
});

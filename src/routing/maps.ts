import { globOf } from "../lib/glob.ts";
import type { Mapping, Table } from "./table.ts";

/** What `models:` of config.yaml says: by the name of an upstream or `*`, what is asked for in place of each name. */
export type SaidMaps = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The maps as they are looked through: a name itself comes before patterns that fit it, and these come as they are written. */
export const mapsFrom = (said: SaidMaps): Table["maps"] =>
  new Map(
    Object.entries(said).map(([upstream, names]) => {
      const mappings = Object.entries(names).flatMap(([name, model]): readonly Mapping[] => {
        const glob = globOf(name);
        return glob === null ? [] : [{ glob, model }];
      });
      const isExact = ({ glob }: Mapping): boolean => !isPattern(glob.text);
      return [upstream, [...mappings.filter(isExact), ...mappings.filter((one) => !isExact(one))]];
    }),
  );

/** Whether a name stands for more than itself. */
export const isPattern = (name: string): boolean => /[*?{]/.test(name);

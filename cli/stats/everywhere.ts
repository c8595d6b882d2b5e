import type { Answer } from "../../src/control/contract.ts";
import type { Context } from "../command.ts";
import { csvLines } from "../output/csv.ts";
import { exactly, zoneInWords } from "../output/units.ts";
import type { Period } from "../period.ts";
import { type Grouping, groupLines, groupRow } from "./groups.ts";
import { storyOf } from "./story.ts";

/** What is asked of all daemons. */
type Asked = {
  readonly period: Period;
  readonly by: Grouping;
  readonly zone: string;
  readonly top: number | null;
  readonly isCsv: boolean;
};

/** Tells of the requests of all daemons that write into one ledger elsewhere (`store.ledger_url`). */
export const tellEverywhere = async (context: Context, asked: Asked): Promise<void> => {
  const { client, json, data, print } = context;
  const { period, by, zone, top, isCsv } = asked;
  const { since, until } = period;
  const question = { since, by, zone, ...(top === null ? {} : { top }) };
  const stats = await client.everywhere(period.isOpen ? question : { ...question, until });
  if (isCsv) return csvLines(stats.groups.map((group) => groupRow(by, group))).forEach(print);
  if (json) return data({ running: true, everywhere: true, since, until, by, zone, ...stats });
  tell(context, asked, stats);
};

const tell = ({ print, paint, columns }: Context, { period, by, zone }: Asked, stats: Answer<"everywhere">): void => {
  const { groups, total, waiting } = stats;
  print(`${period.words}, ${zoneInWords(zone)}, all daemons`);
  if (total.requests === 0) print("no requests yet");
  else for (const line of groupLines(by, groups, total, columns)) print(line);
  if (total.requests > 0) for (const line of storyOf(total, { canBeTold: false })) print(line);
  if (waiting > 0) print(paint("muted", `${exactly(waiting)} rows of this daemon are not there yet`));
};

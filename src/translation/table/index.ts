import type { DialectName } from "../../core/dialect-name.ts";
import type { Provider } from "../../core/provider.ts";
import { takesOf } from "../takes.ts";
import { messageRows } from "./messages.ts";
import type { Place, Row } from "./row.ts";
import { settingRows } from "./settings.ts";

/** The name of a row. */
export type Rule = (typeof settingRows)[number]["rule"] | (typeof messageRows)[number]["rule"];

/** Everything that a request can say, and what becomes of it in another format. */
export const table: readonly Row[] = [...settingRows, ...messageRows];

const byRule: ReadonlyMap<string, Row> = new Map(table.map((row) => [row.rule, row]));

/** The row of this name; null where there is none. */
export const rowOf = (rule: string): Row | null => byRule.get(rule) ?? null;

/** Whoever answers, as far as it decides what is lost: its quirks, and the name of the model where it is known. */
export type Answering = Pick<Provider, "quirks"> & { readonly model?: string | null };

/** What does not arrive as it was said, on the way from one format to a vendor that speaks another. */
export const lossesBetween = (from: DialectName, to: DialectName, answering: Answering): readonly Row[] =>
  rowsBetween(from, to, answering).filter(({ does }) => does !== "carried");

/** The same with what does arrive as it was said, in other words. */
export const rowsBetween = (from: DialectName, to: DialectName, { quirks, model }: Answering): readonly Row[] => {
  const takes = takesOf({ quirks }, to, model ?? null);
  const said = from === "unified" ? "openai-chat" : from; // `/v1/chat` says what a chat completion says
  return table.filter((row) => isIn(row.from, said) && isIn(row.to, to) && (row.at?.(takes) ?? true));
};

const isIn = (place: Place, dialect: DialectName): boolean =>
  typeof place === "string" ? place === "any" || place === dialect : place.includes(dialect);

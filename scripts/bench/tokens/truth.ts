import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { InputShape } from "../../../src/meter/tokens/weights.ts";

/** A request that was recorded, or what was appended to one, with what the vendor said it took. */
export type Truth = InputShape & {
  readonly provider: string;
  readonly model: string;
  readonly reportedTokens: number;
  /** Rows of one recording stay on one side when the data is halved. */
  readonly recording: string;
  readonly isAddition: boolean;
  readonly sizes: Readonly<Record<"o200k_base" | "cl100k_base", { readonly text: number; readonly tools: number }>>;
};

/** Where the recorded data is. */
export const dataFolder = (): string => process.env["PROXY_DATA"] ?? "../shared/data";

/** Whole requests without media and without what vendors run themselves: their cost is not in the words. */
export const recordedRequests = (folder: string): readonly Truth[] =>
  csv(join(folder, "5-token-truth/requests.csv"))
    .filter(({ special, has_media }) => special === "False" && has_media === "False")
    .map((row) => {
      const messages = Number(row["n_messages"]);
      const hasTools = row["n_tools"] !== "0";
      return {
        provider: row["provider"] ?? "",
        model: row["model"] ?? "",
        ...sizesOf(row),
        messages,
        hasTools,
        steps: hasTools ? Math.floor((messages - 1) / 2) : 0, // a call and its result are two messages
        reportedTokens: Number(row["reported_input"]),
        recording: (row["source"] ?? "").replace(/#\d+$/, ""),
        isOpenaiChat: row["api"] === "openai.chat" && /openai/.test(row["provider"] ?? ""),
        mustCall: false, // nobody has written down whether it must
        thinks: row["thinking"] === "1",
        isAddition: false,
      };
    });

/** What agents appended between two calls of a session, in their order. */
export const recordedSteps = (folder: string): readonly Truth[] =>
  csv(join(folder, "5-token-truth/anthropic-deltas.csv")).map((row) => ({
    provider: "anthropic",
    model: row["model"] ?? "",
    ...sizesOf(row),
    messages: 2,
    hasTools: false, // their definitions were there before
    isOpenaiChat: false,
    mustCall: false,
    thinks: false,
    steps: Number(row["n_tool_use"]),
    reportedTokens: Number(row["delta_tokens"]),
    recording: row["source"] ?? "",
    isAddition: true,
  }));

const sizesOf = (row: Row): Pick<Truth, "sizes" | "textTokens" | "characters" | "toolTokens"> => {
  const size = (name: string) => ({ text: Number(row[`${name}_text`]), tools: Number(row[`${name}_tools`] ?? 0) });
  const sizes = { o200k_base: size("o200k"), cl100k_base: size("cl100k") };
  const { text, tools } = sizes.o200k_base;
  return { sizes, textTokens: text, characters: Number(row["chars_text"]), toolTokens: tools };
};

type Row = Readonly<Record<string, string>>;

const csv = (file: string): readonly Row[] => {
  const [head = "", ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const names = fieldsOf(head);
  return lines.map((line) => {
    const fields = fieldsOf(line);
    return Object.fromEntries(names.map((name, at) => [name, fields[at] ?? ""]));
  });
};

const fieldsOf = (line: string): readonly string[] =>
  [...line.trimEnd().matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field = ""]) =>
    field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
  );

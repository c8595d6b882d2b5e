import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { type Column, tableLines } from "../output/table.ts";
import { counted, money, percent, roughly } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { recordedConversation } from "./recorded.ts";

const columns: readonly Column[] = [
  { title: "MODE" },
  { title: "COST", right: true },
  { title: "OF RAW", right: true },
  { title: "TOKENS", right: true },
  { title: "FROM CACHE", right: true },
  { title: "NAMES KEPT", right: true },
  { title: "OR BACK", right: true, givesWay: 1 },
  { title: "BATCHES", right: true, givesWay: 2 },
];

/** Plays a recorded conversation again under each mode and tells the bill of each; nothing is sent. */
export const simulateMemory = async (context: Context, given: string | null, flags: Flags): Promise<void> => {
  const { json, data, print, paint, columns: width, paths, now } = context;
  const recording = await recordedConversation(context, given);
  const { simulateModes, vendorHere } = await import("../../src/offline/simulate/index.ts");
  const vendor = vendorHere(paths, recording, flags.text("model"), now());
  const bills = await simulateModes(recording, vendor);
  const turns = bills[0]?.turns ?? 0;
  const { name, dialect } = recording;
  if (json) return data({ estimate: true, recording: { name, dialect, turns }, model: vendor.model, modes: bills });
  print(`${visible(name)}   ${counted(turns, "request")} in the format ${dialect}, billed as ${visible(vendor.model)}`);
  const rows = bills.map((bill) => [
    bill.mode,
    money(bill.costMicros),
    percent(bill.ofRaw),
    roughly(bill.inputTokens),
    percent(bill.cachedShare),
    percent(bill.namesVerbatim),
    percent(bill.namesRecoverable),
    String(bill.batches),
  ]);
  for (const line of tableLines({ columns, rows, width })) print(line);
  for (const line of remarks(bills)) print(paint("muted", line));
};

type Bill = { readonly mode: string; readonly costMicros: number };

const remarks = (bills: readonly Bill[]): readonly string[] => {
  const raw = bills.find(({ mode }) => mode === "raw");
  const balanced = bills.find(({ mode }) => mode === "balanced");
  const saved = (raw?.costMicros ?? 0) - (balanced?.costMicros ?? 0);
  return [
    "an estimate: tokens are counted here, no pause is longer than the vendor's cache lives, and the answers are those recorded",
    "names kept: identifiers and paths in later tool calls that still stand in what is sent; or back: or that its note leads to",
    ...(saved > 0 ? [`balanced would have saved ${money(saved)}: proxy-cli config set memory.mode balanced`] : []),
  ];
};

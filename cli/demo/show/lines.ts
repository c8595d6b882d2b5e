import type { Answer } from "../../../src/control/contract.ts";
import type { RequestSummary } from "../../../src/core/notice.ts";
import type { Context } from "../../command.ts";
import { signOf } from "../../output/ending.ts";
import { cutTo } from "../../output/table.ts";
import { bytes, counted, exactly, timeOfDay, waited } from "../../output/units.ts";
import { visible } from "../../output/visible.ts";
import type { Played } from "../stage.ts";
import { isProved, type Proof } from "./proof.ts";

/** From this width on a request fits on one line with what the model did. */
const wide = 110;

/** The heading of the lines. */
export const headLine = ({ paint, columns }: Context): string => {
  const head = cells("TIME", "ST", "CLIENT", "FORMAT", "MODEL", "FIRST", "TOOK");
  return paint("heading", columns < wide ? head : `${head}  WHAT HAPPENED`);
};

/** One request: the daemon's own figures, and what its program made of the answer. */
export const requestLine = ({ row, did }: Played, { paint, columns }: Context): string => {
  const { sign, meaning } = signOf(row);
  const [time, ...rest] = [
    timeOfDay(row.startedAt + row.durationMs),
    row.client ?? "-",
    formatOf(row),
    row.model ?? "-",
  ];
  const [client = "", format = "", model = ""] = rest;
  const line = cells(time, sign, client, format, model, waited(row.ttftMs), waited(row.durationMs));
  const dressed = line.replace(` ${sign.padEnd(3)} `, ` ${paint(meaning, sign.padEnd(3))} `);
  if (columns < wide) return `${dressed}\n          ${paint("muted", cutTo(visible(did), Math.max(20, columns - 12)))}`;
  return `${dressed}  ${cutTo(visible(did), columns - Bun.stringWidth(line) - 2)}`;
};

const cells = (
  time: string,
  sign: string,
  client: string,
  format: string,
  model: string,
  first: string,
  took: string,
) =>
  [
    time.padEnd(8),
    sign.padEnd(3),
    cutTo(visible(client), 14).padEnd(14),
    format.padEnd(9),
    cutTo(visible(model), 20).padEnd(20),
    first.padStart(6),
    took.padStart(6),
  ].join("  ");

const formatOf = ({ dialect, path }: RequestSummary): string =>
  dialect?.replace("openai-", "") ?? (path.endsWith("/embeddings") ? "vectors" : "other");

/** The line of a switch, between those of the requests. */
export const switchLine = (from: string, to: string, staying: number, at: number, { paint }: Context): string =>
  `${timeOfDay(at)}  ${paint("running", ">>>")}  switch-upstream ${from} -> ${to}: ${counted(staying, "running answer")} stay where they began`;

/** All that the demo came to. */
export type Sum = {
  readonly url: string;
  readonly tookMs: number;
  readonly stats: Answer<"stats">;
  readonly proof: Proof;
  readonly isKept: boolean;
  readonly home: string;
};

/** The end of the demo: the ledger's figures, the proof, and what to do next. */
export const sumLines = ({ url, tookMs, stats, proof, isKept, home }: Sum, { paint }: Context): readonly string[] => {
  const { requests, ok, limited, cut, aborted, failed, bytesIn, bytesOut, p50Ms, p95Ms, ttftP50Ms } = stats.total;
  const mark = isProved(proof) ? paint("ok", "ok") : paint("error", "x ");
  return [
    "",
    `${counted(requests, "request")} in ${waited(tookMs)} through ${url}   (the ledger's figures)`,
    `  outcome    ok ${ok}    429: ${limited}    failed: ${failed}    cut: ${cut}    aborted: ${aborted}`,
    `  latency    p50 ${waited(p50Ms)}   p95 ${waited(p95Ms)}   first byte ${waited(ttftP50Ms)}   (the simulated models speak slowly on purpose)`,
    `  bytes      ${bytes(bytesIn)} sent, ${bytes(bytesOut)} received`,
    `${mark}  byte-exact  ${exactly(proof.requestsExact)} of ${exactly(proof.requests)} requests and ${exactly(proof.answersExact)} of ${exactly(proof.answers)} whole answers: same sha256 at client and vendor`,
    ...(proof.unsent === 0
      ? []
      : [
          `                ${counted(proof.unsent, "request")} for an upstream that is down: answered by the proxy, sent nowhere`,
        ]),
    ...(proof.cut === 0
      ? []
      : [
          `                ${proof.cutExact} of ${proof.cut} cut answers: the vendor's bytes up to the cut, then a named error`,
        ]),
    ...(proof.wrong.length === 0 ? [] : [`    ${paint("error", "not exact:")} request ${proof.wrong.join(", ")}`]),
    ...(proof.strangers === 0
      ? []
      : [`    ${paint("error", "not ours:")} ${counted(proof.strangers, "request")} at the vendor`]),
    "",
    ...(isKept
      ? [`The demo's proxy stays at ${url}; end it with:  proxy-cli demo --stop`]
      : [`Nothing is left running. The demo's ledger and log are in ${home}`]),
    "Next:  proxy-cli run -- claude        your own tool through the proxy, with the key you already have",
    "       proxy-cli demo --keep          leave the demo's proxy up, to try requests of your own",
  ];
};

import type { Answer } from "../../src/control/contract.ts";
import { counted, timeOfDay } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { reasonWords } from "../upstreams/standing.ts";

/** What is watched; null = no daemon runs. */
export type Watched = {
  readonly status: Answer<"status">;
  readonly upstreams: Answer<"upstreams">["upstreams"];
} | null;

/** How the daemon is in sentences, without what changes with every request; with the time of day where one is given. */
export const statusSentence = (watched: Watched, now: number | null = null): string => {
  const said = [...sentences(watched)].map((text) => `${visible(text)}.`).join(" ");
  return now === null ? said : `At ${timeOfDay(now)} ${said}`;
};

const sentences = function* (watched: Watched): Generator<string> {
  if (watched === null) return yield "the proxy is not running";
  const { status, upstreams } = watched;
  yield status.isDraining
    ? "the proxy is stopping, and lets running answers end"
    : `the proxy runs at ${status.url} with the upstream ${status.upstream}`;
  if (status.generation > 1) yield `Its configuration is number ${status.generation} since the start`;
  for (const upstream of upstreams) {
    const words = stateWords[upstream.state];
    if (words !== null) yield `${upstream.name} ${words} ${reasonWords(upstream)}`.trimEnd();
  }
  if (status.ledger.lost > 0) yield `${counted(status.ledger.lost, "row")} of the ledger were lost`;
  for (const warning of status.warnings) yield `Warning: ${warning.replace(/\.+$/, "")}`;
};

const stateWords = {
  ok: null,
  unknown: null,
  overloaded: "has too much to do just now",
  limited: "takes no requests for a while",
  failing: "is failing",
  down: "is down",
} as const;

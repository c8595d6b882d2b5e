import type { WatchMessage } from "../../src/control/contract.ts";
import { failureWords } from "../../src/core/failure-words.ts";
import type { RequestSummary } from "../../src/core/notice.ts";
import { endingOf } from "../output/ending.ts";
import { counted, exactly, money, timeOfDay } from "../output/units.ts";
import { visible } from "../output/visible.ts";

/** What happened as a whole sentence, for somebody who listens to a terminal; null = nothing worth one. */
export const sentenceOf = (message: WatchMessage, now: number): string | null => {
  const said = saidOf(message);
  return said === null ? null : `At ${timeOfDay(now)} ${visible(said)}.`;
};

const saidOf = (message: WatchMessage): string | null => {
  switch (message.type) {
    case "snapshot": {
      const { upstream, inFlight, url } = message.status;
      return `the proxy runs at ${url} with the upstream ${upstream}, and ${counted(inFlight, "request")} ${inFlight === 1 ? "is" : "are"} running`;
    }
    case "request-ended":
      return requestSaid(message.request);
    case "upstream-switched":
      return `the upstream was changed from ${message.from} to ${message.to}`;
    case "upstream-changed":
      return changeSaid(message);
    case "session-pinned":
      return message.upstream === null
        ? `the session ${message.session} goes where all others go again`
        : `the session ${message.session} was sent to ${message.upstream}`;
    case "session-compressed":
      return message.mode === null
        ? `as much is left out of the session ${message.session} as of all others again`
        : `the memory mode of the session ${message.session} is ${message.mode} from now on`;
    case "config-reloaded":
      return "the settings were read again and count from now on";
    case "config-rejected":
      return `new settings were refused, the old ones stay: ${sentenceEnd(message.message)}`;
    case "cache-broken":
      return `the vendor's cache of session ${message.session} was lost, because ${sentenceEnd(message.why)}`;
    case "budget-told":
      return `the budget ${message.budget} is ${message.isOver ? "used up" : "nearly used up"}: ${message.words}`;
    case "budget-asked":
      return `a request waits for your word, because ${sentenceEnd(message.ask.why)}; answer with proxy-cli budget allow ${message.ask.id} or proxy-cli budget stop ${message.ask.id}`;
    case "loop-found":
      return `the session ${message.session} may be in a loop: ${message.why}`;
    case "draining":
      return "the proxy is stopping, and lets running answers end";
    default:
      return null; // the start of a request and where it goes: its end is told
  }
};

const changeSaid = ({ upstream, state, why }: Extract<WatchMessage, { type: "upstream-changed" }>): string => {
  const reason = why === null ? "" : `, because of this: ${failureWords(why)}`;
  switch (state) {
    case "open":
      return `the upstream ${upstream} cannot be reached, and nothing is sent there for now${reason}`;
    case "half-open":
      return `the upstream ${upstream} takes connections again, and the next request is let through`;
    case "closed":
      return `the upstream ${upstream} is there again`;
    case "limited":
      return `the upstream ${upstream} takes no requests for a while`;
    case "overloaded":
      return `the upstream ${upstream} has too much to do just now`;
  }
};

/** A part of a sentence does not end one. */
const sentenceEnd = (text: string): string => text.replace(/\.+$/, "");

const requestSaid = (request: RequestSummary): string => {
  const { status, client, model, modelUsed, upstream, durationMs } = request;
  const who = client ?? "a program";
  const by = `${modelUsed ?? model ?? request.path}${upstream === null ? "" : ` at ${upstream}`}`;
  const time = seconds(durationMs);
  switch (endingOf(request)) {
    case "ok":
      if (request.answerCache === "hit") return `the cache of answers answered ${who} for ${by} in ${time}, at no cost`;
      return `${by} answered ${who} in ${time}${tokensSaid(request)}, ${costSaid(request)}`;
    case "limited":
      return `${by} refused a request of ${who}, because there were too many (status 429)`;
    case "cut":
      return `the answer of ${by} to ${who} broke off after ${time}${tokensSaid(request)}`;
    case "aborted":
      return `${who} left after ${time}, before ${by} had answered to the end`;
    default:
      return `a request of ${who} to ${by} failed after ${time}${status === null ? "" : ` (status ${status})`}`;
  }
};

const seconds = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} milliseconds` : `${(ms / 1000).toFixed(1)} seconds`;

const tokensSaid = ({ inputTokens, outputTokens }: RequestSummary): string => {
  const parts = [
    inputTokens === null ? "" : `${exactly(inputTokens)} tokens in`,
    outputTokens === null ? "" : `${exactly(outputTokens)} tokens out`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : ` with ${parts.join(" and ")}`;
};

const costSaid = ({ costMicros, costKind }: RequestSummary): string => {
  if (costMicros === null) return "at a cost that is not known";
  return `for ${costKind === "estimated" ? "about " : ""}${money(costMicros)}`;
};

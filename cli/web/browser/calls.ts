import type { WatchMessage } from "../../../src/control/contract.ts";
import { reads, type WebAsk } from "../asked.ts";
import { kept } from "./pass.ts";

/** Why the proxy did not answer as it was asked. */
export class Refused extends Error {
  readonly status: number;
  readonly hint: string;
  constructor(status: number, message: string, hint: string) {
    super(message);
    this.status = status;
    this.hint = hint;
  }
}

/** One call of the contract: what only looks is a GET, what changes something a POST. */
export const call = async ({ name, ask }: WebAsk): Promise<unknown> => {
  const isRead = reads.some((one) => one === name);
  const answer = isRead
    ? await fetch(`/_ui/api/${name}?ask=${encodeURIComponent(JSON.stringify(ask))}`, { headers: shown() })
    : await fetch(`/_ui/api/${name}`, {
        method: "POST",
        headers: { ...shown(), "content-type": "application/json" },
        body: JSON.stringify(ask),
      });
  if (!answer.ok) throw await refusalIn(answer);
  return answer.json();
};

/** What the daemon tells, from a snapshot on. An EventSource could not show the key, so the events are read here. */
export async function* watch(signal: AbortSignal, onBytes: () => void): AsyncGenerator<WatchMessage> {
  const answer = await fetch("/_ui/api/watch", { headers: shown(), signal });
  if (!answer.ok || answer.body === null) throw await refusalIn(answer);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    onBytes();
    const events = (rest + value).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events)
      if (event.startsWith("data: ")) yield JSON.parse(event.slice("data: ".length)) as WatchMessage; // the daemon's own
  }
}

const shown = (): Readonly<Record<string, string>> => ({ "x-proxy-ui": kept() });

const refusalIn = async (answer: Response): Promise<Refused> => {
  const { error } = (await answer.json().catch(() => ({}))) as {
    readonly error?: { readonly message: string; readonly hint: string };
  };
  return new Refused(answer.status, error?.message ?? "The proxy did not answer.", error?.hint ?? "");
};

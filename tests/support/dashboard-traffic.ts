import { canaries } from "./canary.ts";
import type { TestDaemon } from "./daemon.ts";
import { until } from "./wait.ts";

/** One turn of a conversation with a program: what was said so far, the user first, and what the simulator is to do wrong. */
export type Said = {
  readonly model: string;
  readonly words: readonly string[];
  readonly fault?: string;
};

/** Sends it with a key that must be seen nowhere, and waits until the daemon has booked it. */
export const say = async ({ url, control }: TestDaemon, { model, words, fault }: Said): Promise<void> => {
  const messages = words.map((content, at) => ({ role: at % 2 === 0 ? "user" : "assistant", content }));
  const response = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: {
      "x-api-key": canaries.anthropic,
      "anthropic-version": "2023-06-01",
      "content-type": "application/json",
      ...(fault === undefined ? {} : { "x-sim-fault": fault }),
    },
    body: JSON.stringify({ model, max_tokens: 50, stream: true, messages }),
  });
  await response.text();
  await until("it is booked", async () => (await control.status({})).inFlight === 0);
};

import type Anthropic from "@anthropic-ai/sdk";
import type { RequestDetail } from "../../src/control/contract.ts";
import type { TestDaemon } from "./daemon.ts";
import { until } from "./wait.ts";

/** What a person says. */
export const user = (content: Anthropic.MessageParam["content"]): Anthropic.MessageParam => ({ role: "user", content });

/** The body of a request in Anthropic's format. */
export const asking = (messages: readonly Anthropic.MessageParam[], stream: boolean, more: object = {}): string =>
  JSON.stringify({ model: "claude-sonnet-4-6", max_tokens: 500, stream, messages, ...more });

/** Sends it, reads the answer to its end, and gives what the daemon then knows of it. */
export const look = async (
  { url, control }: TestDaemon,
  body: string,
  headers: Readonly<Record<string, string>> = {},
  path = "/v1/messages",
): Promise<RequestDetail> => {
  const usual = { "x-api-key": "sk-ant-simulated-key-0000", "content-type": "application/json" };
  const answer = await fetch(url + path, { method: "POST", headers: { ...usual, ...headers }, body });
  const id = answer.headers.get("x-proxy-request-id") ?? "";
  await answer.text();
  await until("it has ended", async () => (await control.status({})).inFlight === 0);
  const detail = await control.request({ id });
  if (detail === null) throw new Error("nobody knows it");
  return detail;
};

import { expect } from "bun:test";
import { type FaultBench, headerOf } from "./fault-bench.ts";
import { read, send } from "./faultd.ts";
import { type Format, formats } from "./formats.ts";
import { answerText } from "./http-text.ts";
import { connectRaw, type RawClient } from "./raw-client.ts";

/** Ways to knock at the door of a bench, and how it looks when it stays closed. */
export type Door = {
  /** Sends a chat with these headers beside its own; an Anthropic one unless told. */
  readonly chatWith: (headers: Readonly<Record<string, string>>, format?: Format) => Promise<RawClient>;
  /** Sends these very bytes. */
  readonly raw: (text: string) => Promise<RawClient>;
  /** Turned away with this status and name, without a CORS header, and the vendor was not asked. */
  readonly expectClosed: (client: RawClient, status: number, error: string) => void;
};

/** The door of the bench that runs when a test knocks. */
export const doorOf = (bench: () => FaultBench): Door => ({
  chatWith: async (headers, format = (formats as [Format])[0]) => {
    bench().vendor.play(read("all"), send(answerText(format.answer)));
    const client = await bench().ask(format, false, { headers });
    await client.until("the answer ends", () => client.end() !== null);
    return client;
  },
  raw: async (text) => {
    const client = await connectRaw(bench().daemon.port, text.startsWith("HEAD"));
    client.write(text);
    await client.until("the connection ends", () => client.end() !== null);
    return client;
  },
  expectClosed: (client, status, error) => {
    expect(client.message().startLine).toStartWith(`HTTP/1.1 ${status} `);
    expect(headerOf(client, "x-proxy-error")).toBe(error);
    expect(client.text().toLowerCase()).not.toContain("access-control-");
    expect(bench().vendor.connections()).toBe(0);
  },
});

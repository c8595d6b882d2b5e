import type { PlacedPiece, Transcript } from "../../memory/transcript/transcript.ts";
import type { Vendor } from "./billing.ts";
import type { Replaced } from "./needles.ts";

/** A request of a conversation that is played again. */
export type Request = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly transcript: Transcript;
  readonly pieces: readonly PlacedPiece[];
  /** What stands before the messages: instructions and tools. */
  readonly headTokens: number;
};

/** What goes out for a request. */
export type Sent = {
  readonly bytes: Uint8Array;
  /** Whether what had gone out before was changed on purpose. */
  readonly isBatch: boolean;
  readonly replaced: readonly Replaced[];
};

/** One way to deal with one conversation, from its first request on. */
export type Play = {
  readonly send: (request: Request) => Promise<Sent>;
  /** What was kept under a name of a text that was left out; null = nothing. */
  readonly originalOf: (id: string) => string | null;
};

/** One way to deal with conversations, which is compared with others. */
export type Contender = {
  readonly name: string;
  /** Begins a conversation with nothing known. */
  readonly play: (vendor: Vendor) => Play;
};

/** Everything goes as it is. */
export const raw: Contender = {
  name: "raw",
  play: () => ({
    send: ({ bytes }) => Promise.resolve({ bytes, isBatch: false, replaced: [] }),
    originalOf: () => null,
  }),
};

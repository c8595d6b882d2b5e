import type { StreamTranslation } from "../../core/translation.ts";
import { sseReader } from "../../lib/sse.ts";
import type { Way } from "./index.ts";

/** A stream as it goes: each event read in the vendor's words and written in the client's. */
export const streamTranslation = ({ from, to, setting }: Way): StreamTranslation => {
  const events = from.eventReader();
  const writer = to.eventWriter();
  let out = "";
  const frames = sseReader((event) => {
    for (const meant of events.read(event)) out += writer.write(meant);
  });
  const taken = (): Uint8Array => {
    const bytes = new TextEncoder().encode(out);
    out = "";
    return bytes;
  };
  return {
    take: (bytes) => {
      frames.read(bytes);
      return taken();
    },
    rest: () => {
      frames.end();
      for (const meant of events.end?.() ?? []) out += writer.write(meant);
      return taken();
    },
    broken: (reason) => new TextEncoder().encode(to.writeStreamError(reason, setting.requestId)),
  };
};

import type { DialectName } from "../../src/core/dialect-name.ts";
import { dialects } from "../../src/dialects/index.ts";
import type { Transcript } from "../../src/memory/transcript/transcript.ts";
import { measure } from "../../src/meter/tokens/measure.ts";
import { withBody } from "../../src/server/accept.ts";
import { createBodyReader, readToEnd } from "../../src/state/sessions/read.ts";
import { transcriptOf } from "../../src/state/sessions/transcript.ts";
import { bodyOf, pathOf, type Turn } from "./dialogues.ts";
import { exchangeOf } from "./exchange.ts";

/** A conversation as it is read of the bytes of a client of this format. */
export const transcriptFor = (format: Exclude<DialectName, "unified">, turns: readonly Turn[]): Transcript =>
  transcriptIn(format, new TextEncoder().encode(JSON.stringify(bodyOf[format](turns))));

/** The same of these bytes. */
export const transcriptIn = (format: Exclude<DialectName, "unified">, bytes: Uint8Array<ArrayBuffer>): Transcript => {
  const dialect = dialects.find(({ name }) => name === format);
  if (dialect === undefined) throw new Error(format);
  const exchange = { ...exchangeOf(pathOf[format]), dialect };
  withBody(exchange, { kind: "held", bytes });
  const reading = readToEnd(createBodyReader(measure)(exchange));
  if (reading === null) throw new Error("unreadable");
  return transcriptOf(format, reading);
};

import { expect } from "bun:test";
import { createTokens } from "../../src/meter/tokens/index.ts";
import { measure } from "../../src/meter/tokens/measure.ts";
import { unlearnedTokens } from "../../src/meter/tokens/size.ts";
import { createBodyReader, readToEnd } from "../../src/state/sessions/read.ts";
import { recorded, recordedTest } from "../support/recordings.ts";
import { spoken } from "./spoken/index.ts";

const tokens = createTokens(); // measures alone, so that no thread begins

for (const { dialect } of spoken)
  recordedTest(`${dialect.name}: a recorded request is as large message by message as it is as a whole`, () => {
    const read = createBodyReader(measure);
    for (const { name, body, path } of recorded(dialect.name, "request")) {
      const chat = dialect.readRequest(body, path);
      const bytes = new TextEncoder().encode(JSON.stringify(body));
      const request = new Request("http://a.example");
      const reading = readToEnd(read({ dialect, path, body: { kind: "held", bytes }, request }));
      if (reading === null) continue;
      const model = chat.model ?? "";
      const whole = tokens.measureInput(chat, { model }).unlearned;

      expect([name, Math.abs(unlearnedTokens(reading.size, model) / whole - 1) < 0.02]).toEqual([name, true]);
    }
  });

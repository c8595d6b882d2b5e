import { ProxyError } from "../../../src/core/errors.ts";
import { redacted } from "../../../src/lib/redact.ts";

const events = ["uncaughtException", "unhandledRejection"] as const;

/** Hears of mistakes that nobody has caught, until the returned function is called. Blessed would end the process with them. */
export const onMistakes = (hear: (thrown: unknown) => void): (() => void) => {
  for (const event of events) process.on(event, hear);
  return () => {
    for (const event of events) process.off(event, hear);
  };
};

/** What was thrown as an error that a person can do something with; our own errors stay as they are. */
export const asMistake = (thrown: unknown): ProxyError => {
  if (thrown instanceof ProxyError) return thrown;
  const reason = redacted(thrown instanceof Error ? thrown.message : String(thrown)).split("\n")[0];
  return new ProxyError("internal", `The dashboard made a mistake of its own: ${reason}. The proxy goes on.`, {
    hint: "Where it happened is shown with the next one. Try: proxy-cli tui --verbose",
    cause: thrown,
  });
};

import type { Values } from "../config/schema.ts";
import { ProxyError } from "../core/errors.ts";
import type { LimitsView, TokenUse } from "../core/limit.ts";
import { ratesFrom } from "../limits/bounds.ts";
import { tokenUse } from "../limits/use.ts";
import type { RoomRules } from "../limits/waiting-room.ts";
import type { LimitsServices } from "../middleware/limits.ts";
import type { Ledger } from "../state/ledger/index.ts";
import type { Surroundings } from "./surroundings.ts";

type Around = Pick<Surroundings, "gate" | "underWay" | "meter" | "tick" | "now" | "timescale">;

/** What limits are kept with, under one configuration. */
export const limitingOf = (
  values: Values,
  { gate, underWay, meter, ...around }: Around,
): Omit<LimitsServices, "planned"> => ({
  rates: ratesFrom(values["limits.rates"]),
  queue: queueOf(values, around.timescale),
  gate,
  estimateInput: ({ body, chat, notes: { model } }) => {
    const read = chat();
    if (read !== null) return meter.tokens.measureInput(read, { model: model ?? "" }).tokens;
    return body.kind === "held" ? Math.ceil(body.bytes.length / bytesPerToken) : 0;
  },
  beginsToWait: (id) => {
    const end = (why: ProxyError): void => gate.sendAway(id, why);
    const waiting = { id, breakOff: end, drain: () => end(draining()) };
    underWay.add(waiting);
    return () => void underWay.delete(waiting);
  },
  ...{ now: around.now, tick: around.tick },
});

/** Everything about limits at this moment. */
export const limitsView = async (
  values: Values,
  { gate, timescale, admission }: Pick<Around, "gate" | "timescale"> & { readonly admission: Late },
): Promise<LimitsView> => ({
  ...(await gate.view(ratesFrom(values["limits.rates"]), queueOf(values, timescale))),
  overload: admission.overload(),
});

/** What tells how late the daemon is. */
type Late = { readonly overload: () => LimitsView["overload"] };

/** What was done with each token. Rejects where no ledger is kept. */
export const tokenUseIn = async (
  ledger: Pick<Ledger, "spent">,
  now: number,
): Promise<{ readonly tokens: readonly TokenUse[] }> => {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const [all, today] = await Promise.all([ledger.spent({ since: 0 }), ledger.spent({ since: midnight })]);
  return { tokens: tokenUse(all, today) };
};

const queueOf = (values: Values, timescale: number): RoomRules => ({
  max: values["limits.queue.max"],
  maxWaitMs: values["limits.queue.max_wait_ms"] * timescale,
});

/** Of what is no conversation: about as many as most texts have. */
const bytesPerToken = 4;

const draining = (): ProxyError =>
  new ProxyError("draining", "The proxy is stopping, and this request still waited for its turn.", {
    hint: "Send it again in a moment.",
    retryAfterMs: 1000,
  });

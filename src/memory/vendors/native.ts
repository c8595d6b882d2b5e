import type { Exchange } from "../../core/exchange.ts";
import type { Provider } from "../../core/provider.ts";
import type { Quirks } from "../../core/quirks.ts";
import { scanTopLevel } from "../../lib/json-scan.ts";

/** In this field clients ask a vendor to shorten a conversation itself, whatever the format. */
export const shorteningField = "context_management";

type Asked = Pick<Exchange, "body" | "dialect" | "plan" | "request">;

/** Whether a client asks the vendor to shorten its conversation: then nothing is changed of what has gone out. */
export const asksVendor = ({ body }: Pick<Asked, "body">): boolean =>
  body.kind === "held" && shorteningField in scanTopLevel(body.bytes, [shorteningField]).found;

/** How the vendor of a request is asked to clear old results of tools; null where it cannot be, or the client asks itself. */
export const clearingFor = (exchange: Asked, providers: readonly Provider[]): Quirks["clearsToolUses"] | null => {
  const { body, dialect, plan, request } = exchange;
  const [target] = plan.targets;
  if (target === undefined || target.translateTo != null || body.kind !== "held") return null;
  if (request.headers.has("content-encoding") || asksVendor(exchange)) return null;
  const clearing = providers.find(({ name }) => name === target.upstream.provider)?.quirks.clearsToolUses;
  return clearing?.dialect === dialect?.name ? (clearing ?? null) : null;
};

import type { Edit } from "../core/edit.ts";
import type { Exchange } from "../core/exchange.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import type { Provider } from "../core/provider.ts";
import { valueAt } from "../lib/json-splice.ts";

/** What asking for usage goes by. */
export type InjectUsageServices = {
  readonly providers: readonly Provider[];
  readonly injectsUsage: boolean;
};

/** Asks for the usage of a stream where the client has not; what comes of it is taken out of the answer again. */
export const injectUsage: MiddlewareMaker<InjectUsageServices> = {
  name: "inject-usage",
  isOptional: true,
  create:
    ({ providers, injectsUsage }) =>
    (exchange, next) => {
      const edit = injectsUsage && isTold(exchange, providers) ? usageEdit(exchange) : null;
      if (edit !== null) {
        exchange.edits = [...exchange.edits, edit];
        exchange.notes.isUsageInjected = true;
      }
      return next();
    },
};

/** Whether where it goes the usage of such a stream is told to who asks. */
const isTold = ({ dialect, notes, plan }: Exchange, providers: readonly Provider[]): boolean => {
  const [target] = plan.targets;
  if (dialect === null || !notes.stream || target === undefined || target.translateTo != null) return false;
  const { provider } = target.upstream;
  return providers.some(({ name, usageOnRequest }) => name === provider && usageOnRequest.includes(dialect.name));
};

const usageEdit = ({ body, request }: Exchange): Edit | null => {
  if (body.kind !== "held" || request.headers.has("content-encoding")) return null;
  const options = textAt(body.bytes, ["stream_options"]);
  if (options === null || options === "null") return edit(["stream_options"], { include_usage: true });
  const isAsked = textAt(body.bytes, ["stream_options", "include_usage"]) === "true";
  return isAsked || !options.startsWith("{") ? null : edit(["stream_options", "include_usage"], true);
};

const edit = (path: readonly string[], value: unknown): Edit => ({
  kind: "body",
  by: "inject-usage",
  do: "set",
  path,
  value,
});

const textAt = (bytes: Uint8Array, path: readonly string[]): string | null => {
  const value = valueAt(bytes, path);
  return value === null ? null : new TextDecoder().decode(value);
};

import type { MiddlewareMaker } from "../core/middleware.ts";
import type { Provider } from "../core/provider.ts";
import { clearingFor, shorteningField } from "../memory/vendors/native.ts";

/** Whom the vendors' own ways are known from, and whether they are to be used. */
export type NativeServices = {
  readonly providers: readonly Provider[];
  readonly clearsNatively: () => boolean;
};

const betaHeader = "anthropic-beta";

/** Asks a vendor that can to clear old results of tools itself, where that is wanted and the client does not ask. */
export const native: MiddlewareMaker<NativeServices> = {
  name: "native",
  isOptional: true,
  create:
    ({ providers, clearsNatively }) =>
    (exchange, next) => {
      const clearing = clearsNatively() ? clearingFor(exchange, providers) : null;
      if (clearing == null) return next();
      const { notes, request } = exchange;
      const { type, beta } = clearing;
      const value = { edits: [{ type }] };
      exchange.edits = [...exchange.edits, { kind: "body", by: "native", do: "set", path: [shorteningField], value }];
      const added = notes.added.findLast(([name]) => name === betaHeader)?.[1];
      const betas = (added ?? request.headers.get(betaHeader) ?? "").split(",").map((one) => one.trim());
      const all = [...new Set([...betas.filter((one) => one !== ""), beta])].join(",");
      notes.added = [...notes.added.filter(([name]) => name !== betaHeader), [betaHeader, all]];
      return next();
    },
};

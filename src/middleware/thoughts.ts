import type { Exchange } from "../core/exchange.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import { letGo } from "../memory/vendors/let-go.ts";

/** Whom sealed thoughts are bound by. */
export type ThoughtsServices = {
  /** Whether where it goes a sealed thought is only taken back behind what it was thought after. */
  readonly bindsThoughts: (exchange: Exchange) => boolean;
};

/** What stands before sealed thoughts has changed: a vendor that minds is asked to leave them out, instead of the request. */
export const thoughts: MiddlewareMaker<ThoughtsServices> = {
  name: "thoughts",
  isOptional: true,
  create:
    ({ bindsThoughts }) =>
    (exchange, next) => {
      const { body, request, notes } = exchange;
      const count = notes.misfitThoughts;
      if (count === 0 || body.kind !== "held" || !bindsThoughts(exchange)) return next();
      const { edit, header } = letGo(body.bytes, request.headers);
      exchange.edits = [...exchange.edits, edit];
      notes.added = [...notes.added, header];
      const why = "thoughts of earlier answers, sealed over what was left out since";
      notes.losses = [...notes.losses, { rule: "memory.thinking", what: "dropped", count, why }];
      return next();
    },
};

import { z } from "zod";
import { setting, text, whole, yesOrNo } from "./setting.ts";

/** One middleware of the user's. */
const ownMiddleware = z.strictObject({
  path: text.refine((path) => path.startsWith("/"), { error: "must be an absolute path" }),
  enabled: yesOrNo,
  on_error: z.enum(["pass", "fail"], { error: "must be pass or fail" }),
  timeout_ms: whole(1, 60_000),
  config: z.record(z.string(), z.unknown(), { error: "must be a map" }),
});

/** One middleware of the user's, as the settings have it. */
export type OwnMiddleware = z.infer<typeof ownMiddleware>;

/** Middleware of the user's own. */
export const middlewareSettings = {
  middlewares: setting(
    z.array(ownMiddleware, { error: "must be a list of middleware, such as [{ path: /home/me/mine.ts }]" }),
    [],
    "Middleware of your own, each a file by its absolute path; see docs/middleware.md. trace and printer may stand here too.",
  ),
} as const;

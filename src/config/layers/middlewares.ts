import { z } from "zod";
import { nearest } from "../../lib/nearest.ts";
import type { OwnMiddleware, SettingName } from "../schema.ts";
import { type Complain, problem } from "../text/problems.ts";
import { hasShape } from "../text/shape.ts";
import { shownValue } from "../text/shown.ts";
import { type Node, plain } from "../text/yaml.ts";

const yesOrNo = z.boolean();
const text = z.string();
const enabled = yesOrNo.optional();

/** A middleware of ours as an entry of the list. */
const builtIn = {
  trace: z.strictObject({
    type: z.literal("trace"),
    enabled,
    config: z
      .strictObject({
        directory: text.optional(),
        include_headers: yesOrNo.optional(),
        include_body: yesOrNo.optional(),
        max_body_size: z.int().optional(),
      })
      .optional(),
  }),
  printer: z.strictObject({
    type: z.literal("printer"),
    enabled,
    config: z
      .strictObject({
        log_requests: yesOrNo.optional(),
        log_responses: yesOrNo.optional(),
        log_body: yesOrNo.optional(),
      })
      .optional(),
  }),
} as const;

/** One of the user's: `type: user` with a path, or the path itself as its type. */
const own = z.strictObject({
  type: text,
  path: text.optional(),
  enabled,
  on_error: text.optional(),
  timeout_ms: z.int().optional(),
  config: z.record(text, z.unknown()).optional(),
});

/** The list as editors may check it. */
export const middlewareList = z.array(z.union([builtIn.trace, builtIn.printer, own]));

/** The setting that a field of such an entry is. */
const fields: Readonly<Record<keyof typeof builtIn, Readonly<Record<string, SettingName>>>> = {
  trace: {
    directory: "trace.directory",
    include_headers: "trace.headers",
    include_body: "trace.bodies",
    max_body_size: "trace.max_body_bytes",
  },
  printer: { log_requests: "printer.requests", log_responses: "printer.responses", log_body: "printer.bodies" },
};

/** What an entry of the list says: settings of ours, or one middleware of the user's. */
type Meant = {
  readonly settings: readonly { readonly name: SettingName; readonly value: unknown; readonly at: Node }[];
  readonly own: OwnMiddleware | null;
};

const nothing: Meant = { settings: [], own: null };

/** Reads one entry of `middlewares:`; what is wrong with it is complained of. */
export const middlewareMeant = (node: Node, index: number, complain: Complain): Meant => {
  const name = `middlewares.${index}`;
  const entry = plain(node);
  const type = typeof entry === "object" && entry !== null && "type" in entry ? entry.type : undefined;
  if (type === "trace" || type === "printer") return builtInMeant(node, type, name, complain);
  if (type === "user" || (typeof type === "string" && type.startsWith("/"))) return ownMeant(node, name, complain);
  complain(
    problem(node.where, `${name}.type`, "must be trace, printer, user or the absolute path of a file", {
      got: type === undefined ? "nothing" : shownValue("type", type),
      nearest: typeof type === "string" ? nearest(type, ["trace", "printer", "user"]) : null,
    }),
  );
  return nothing;
};

const builtInMeant = (node: Node, type: keyof typeof builtIn, name: string, complain: Complain): Meant => {
  if (!hasShape(node, name, builtIn[type], complain)) return nothing;
  const { enabled: isOn = true, config = {} } = builtIn[type].parse(plain(node));
  const given = Object.entries(config).flatMap(([field, value]) => {
    const setting = fields[type][field];
    return setting === undefined || value === undefined ? [] : [{ name: setting, value, at: node }];
  });
  return { settings: [{ name: `${type}.enabled`, value: isOn, at: node }, ...given], own: null };
};

const usualTimeoutMs = 1000;

const ownMeant = (node: Node, name: string, complain: Complain): Meant => {
  if (!hasShape(node, name, own, complain)) return nothing;
  const { type, path = type, enabled: isOn = true, config = {}, ...rest } = own.parse(plain(node));
  // Whether a path is absolute, and the words are known, the setting's own type checks.
  const { on_error: onError = "fail", timeout_ms: timeoutMs = usualTimeoutMs } = rest as Partial<OwnMiddleware>;
  return { settings: [], own: { path, enabled: isOn, on_error: onError, timeout_ms: timeoutMs, config } };
};

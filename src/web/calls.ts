import { z } from "zod";
import type { Contract } from "../control/contract.ts";
import { memoryModes } from "../core/memory.ts";
import { groupings } from "../state/ledger/row.ts";

const time = z.number().min(0).max(8.64e15);
const count = z.int().min(1).max(1000);
const id = z.string().regex(/^[a-z]_[a-z0-9_]{1,60}$/);
const nothing = z.strictObject({});

/** What the page may look at, with the shape of each question. It is less than the contract has: the page cannot do more. */
export const reads = {
  status: nothing,
  upstreams: nothing,
  config: nothing,
  running: nothing,
  recent: z.strictObject({ limit: count }),
  request: z.strictObject({ id }),
  series: z.strictObject({ windowMs: z.int().min(1000).max(3_600_000), bins: z.int().min(1).max(720) }),
  sessions: z.strictObject({ since: time, limit: count }),
  session: z.strictObject({ id }),
  stats: z.strictObject({
    since: time,
    until: time.optional(),
    by: z.enum(groupings),
    top: count.optional(),
    zone: z.string().max(64).optional(),
  }),
} as const satisfies Readonly<Partial<Record<keyof Contract, z.ZodType>>>;

/** What it may do. */
export const changes = {
  switchUpstream: z.strictObject({
    name: z.string().min(1).max(200),
    force: z.boolean(),
    dryRun: z.boolean(),
    session: id.nullable().optional(),
  }),
  compressSession: z.strictObject({ id, mode: z.enum(["on", ...memoryModes]).nullable() }),
} as const satisfies Readonly<Partial<Record<keyof Contract, z.ZodType>>>;

/** The name of a call that the page may make. */
export type WebCall = keyof typeof reads | keyof typeof changes;

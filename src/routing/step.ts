import type { Step } from "../core/routing.ts";

/** Something that had a say. */
export const taken = (about: Step["about"], rule: string, why: string): Step => ({ about, rule, isTaken: true, why });

/** Something that was looked at and had none. */
export const passed = (about: Step["about"], rule: string, why: string): Step => ({ about, rule, isTaken: false, why });

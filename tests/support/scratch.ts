import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new empty folder of a test. */
export const scratchFolder = (): string => mkdtempSync(join(tmpdir(), "pxy-scratch-"));

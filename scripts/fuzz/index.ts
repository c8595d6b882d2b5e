import { config } from "./config.ts";
import { dialectWords } from "./dialects.ts";
import { json } from "./json.ts";
import { path } from "./path.ts";
import { retryAfter } from "./retry-after.ts";
import { splicer } from "./splice.ts";
import { sse } from "./sse.ts";
import type { Target } from "./target.ts";

/** Everything that reads what others have written. */
export const targets: readonly Target[] = [sse, config, retryAfter, path, json, splicer, dialectWords];

import { unified } from "../../../src/dialects/unified/index.ts";
import type { Spoken } from "./spoken.ts";

/** No vendor speaks it, so nothing was recorded: it is held to the laws about any JSON. */
export const spokenUnified: Spoken = { dialect: unified, normal: (body) => body, exactStreams: 0, beside: {} };

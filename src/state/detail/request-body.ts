import type { RequestBody } from "../../core/request-detail.ts";
import { unpacked } from "../../lib/unpacked.ts";
import type { KeptExchange } from "../kept/index.ts";

/** More than this nobody pastes. */
const mostBytes = 1024 * 1024;

/** The body of a request that is kept, unpacked, as it can be sent again; else why there is none. */
export const requestBodyOf = (kept: KeptExchange | null): RequestBody => {
  if (kept === null || kept.isDropped) return none("it is not kept any more (view.keep_bytes)");
  const { body, bodyKind, headers } = kept;
  if (body === null) return none(bodyKind === "none" ? "it has none" : "it was too large to be kept");
  if (body.length > mostBytes) return none("it is larger than 1 MB");
  const bytes = unpacked(body, headers.get("content-encoding"), mostBytes);
  if (bytes === null) return none("it is packed in a way that is not known, or larger than 1 MB");
  const text = textIn(bytes);
  if (text === null) return none("it is no text");
  return unpastable.test(text) ? none("it has control characters, which must not be pasted") : { text, why: null };
};

/** JSON has none of these as they are; in a shell's line they would be keys that somebody presses. */
const unpastable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

const textIn = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

const none = (why: string): RequestBody => ({ text: null, why });

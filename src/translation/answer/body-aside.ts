import { isObject, type JsonObject, parsedJson } from "../../lib/json.ts";

/** A whole answer that comes under the label of a stream: it is read when it is there. */
export type BodyAside = {
  readonly keep: (bytes: Uint8Array) => void;
  /** Whether more has come than anybody reads. */
  readonly isTooLarge: () => boolean;
  /** Null = it is no JSON object. */
  readonly body: () => JsonObject | null;
};

/** Whether these first bytes are of JSON, which no event stream begins with. */
export const isBody = (bytes: Uint8Array): boolean => bytes[0] === 0x7b || bytes[0] === 0x5b;

/** Keeps one, up to this size. */
export const bodyAside = (maxBytes = 64 * 1024 * 1024): BodyAside => {
  let pieces: Uint8Array[] = [];
  let size = 0;
  return {
    isTooLarge: () => size > maxBytes,
    keep: (bytes) => {
      size += bytes.length;
      if (size > maxBytes) pieces = [];
      else pieces.push(bytes);
    },
    body: () => {
      const json = parsedJson(Buffer.concat(pieces).toString());
      return isObject(json) ? json : null;
    },
  };
};

import { type JsonObject, objectIn, textOrNull } from "../../lib/json.ts";

/** An image as a client sends it: its bytes as base64, and what they are. */
export type SentImage = { readonly mediaType: string; readonly data: string };

/**
 * The bytes of an image that a part of a message holds, however its format spells it; null where there are none: an image
 * that is elsewhere is never fetched.
 */
export const imageIn = (part: unknown): SentImage | null => {
  const { source, image_url: url, inlineData, inline_data: inline } = objectIn(part);
  const address = textOrNull(url) ?? textOrNull(objectIn(url)["url"]);
  if (address !== null) return inDataUrl(address);
  return [source, inlineData, inline].map((one) => inObject(objectIn(one))).find((one) => one !== null) ?? null;
};

const inObject = (value: JsonObject): SentImage | null => {
  const data = textOrNull(value["data"]);
  const mediaType = textOrNull(value["media_type"]) ?? textOrNull(value["mimeType"]) ?? textOrNull(value["mime_type"]);
  return data === null || mediaType === null ? null : { mediaType, data };
};

const inDataUrl = (address: string): SentImage | null => {
  const head = /^data:([\w.+/-]+)(;[\w=.-]+)*;base64,/i.exec(address.slice(0, longestHead));
  return head?.[1] === undefined ? null : { mediaType: head[1], data: address.slice(head[0].length) };
};

const longestHead = 200;

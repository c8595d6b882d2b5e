import type { MediaSource } from "./chat.ts";

/** A `data:` URL as its bytes in base64; any other URL as it is. */
export const readUrl = (url: string): MediaSource => {
  const comma = url.startsWith("data:") ? url.indexOf(",") : -1;
  const head = url.slice("data:".length, comma);
  if (comma === -1 || !/^[\w.+-]+\/[\w.+-]+;base64$/.test(head)) return { type: "url", url, mediaType: null };
  return { type: "base64", mediaType: head.slice(0, -";base64".length), data: url.slice(comma + 1) };
};

/** A source as one URL; null for a file that only its vendor has. */
export const writeUrl = (source: MediaSource): string | null => {
  switch (source.type) {
    case "base64":
      return `data:${source.mediaType};base64,${source.data}`;
    case "url":
      return source.url;
    case "text":
      return `data:${source.mediaType ?? "text/plain"};base64,${Buffer.from(source.text).toString("base64")}`;
    case "file":
      return null;
    default:
      return source satisfies never;
  }
};

/** The media type of sound in one of OpenAI's formats, which are the ends of file names: `mp3`, `wav`. */
export const audioType = (format: string): string => (format === "mp3" ? "audio/mpeg" : `audio/${format}`);

/** The other way around. */
export const audioFormat = (mediaType: string): string =>
  mediaType === "audio/mpeg" ? "mp3" : mediaType.slice(mediaType.indexOf("/") + 1).replace(/^x-/, "");

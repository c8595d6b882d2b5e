import { expect, test } from "bun:test";
import { audioFormat, audioType, readUrl, writeUrl } from "../../src/core/media.ts";

test("a data URL is read as its bytes and written as it was; any other URL stays one", () => {
  const data = "data:image/png;base64,iVBORw0KGgo=";

  expect(readUrl(data)).toEqual({ type: "base64", mediaType: "image/png", data: "iVBORw0KGgo=" });
  for (const url of [
    data,
    "https://x.example/a.png",
    "data:,hello",
    "data:text/plain;charset=utf-8;base64,QQ==",
    "data:",
  ])
    expect(writeUrl(readUrl(url))).toBe(url);
});

test("text can travel as a URL, and a vendor's own file cannot", () => {
  expect(writeUrl({ type: "text", text: "hé", mediaType: null })).toBe("data:text/plain;base64,aMOp");
  expect(writeUrl({ type: "file", id: "file-1", mediaType: null })).toBeNull();
});

test("the formats of sound are ends of file names", () => {
  expect([audioType("mp3"), audioType("wav")]).toEqual(["audio/mpeg", "audio/wav"]);
  expect(["audio/mpeg", "audio/x-wav", "audio/flac"].map(audioFormat)).toEqual(["mp3", "wav", "flac"]);
});

import { expect, test } from "bun:test";
import { imageSize } from "../../src/lib/image-size.ts";

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    parts.flatMap((part) => (typeof part === "string" ? [...part].map((letter) => letter.charCodeAt(0)) : part)),
  );

const png = bytes("\x89PNG\r\n\x1a\n", [0, 0, 0, 13], "IHDR", [0, 0, 5, 0], [0, 0, 2, 208]);
const gif = bytes("GIF89a", [0x20, 0x03, 0x58, 0x02]);
const profile = [0xff, 0xe2, 0, 6, 1, 2, 3, 4];
const frame = [0xff, 0xc2, 0, 17, 8, 2, 88, 3, 32, 3];
const jpeg = bytes([0xff, 0xd8], profile, [0xff], frame);
const webp = (kind: string, ...rest: number[]) => bytes("RIFF", [0, 0, 0, 0], "WEBP", kind, [0, 0, 0, 0], rest);

test("the size is read from the head of a file, whatever its kind", () => {
  expect(imageSize(png)).toEqual({ width: 1280, height: 720 });
  expect(imageSize(gif)).toEqual({ width: 800, height: 600 });
  expect(imageSize(jpeg)).toEqual({ width: 800, height: 600 });
  expect(imageSize(webp("VP8X", 0, 0, 0, 0, 0x1f, 3, 0, 0x57, 2, 0))).toEqual({ width: 800, height: 600 });
  expect(imageSize(webp("VP8L", 0x2f, 0x1f, 0xc3, 0x95, 0))).toEqual({ width: 800, height: 600 });
  expect(imageSize(webp("VP8 ", 0, 0, 0, 0x9d, 1, 0x2a, 0x20, 3, 0x58, 2))).toEqual({ width: 800, height: 600 });
});

test("what is cut short, empty or no image has no size", () => {
  for (const file of [png, gif, jpeg]) expect(imageSize(file.slice(0, 8))).toBeNull();
  expect(imageSize(new Uint8Array())).toBeNull();
  expect(imageSize(bytes("%PDF-1.7 and more of it"))).toBeNull();
  expect(imageSize(bytes("\x89PNG\r\n\x1a\n", new Array(24).fill(0)))).toBeNull();
  expect(imageSize(bytes([0xff, 0xd8], new Array(4000).fill(0xff)))).toBeNull();
});

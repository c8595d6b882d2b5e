/** A size in pixels. */
export type PixelSize = { readonly width: number; readonly height: number };

/** What is enough of a file to find its size in; a photo may have a thumbnail and a colour profile before it. */
export const sizeHeadBytes = 512 * 1024;

/** The size that the head of a PNG, JPEG, GIF or WebP file tells; null for everything else, and for what is cut short. */
export const imageSize = (bytes: Uint8Array): PixelSize | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const size = readers.find(({ begins }) => begins(view))?.size(view) ?? null;
    return size !== null && size.width > 0 && size.height > 0 ? size : null;
  } catch {
    return null; // it ends before its size
  }
};

type Reader = { readonly begins: (view: DataView) => boolean; readonly size: (view: DataView) => PixelSize | null };

const startsWith = (view: DataView, text: string, at = 0): boolean =>
  view.byteLength >= at + text.length &&
  [...text].every((letter, index) => view.getUint8(at + index) === letter.charCodeAt(0));

/** PNG: the header is the first chunk. */
const png: Reader = {
  begins: (view) => startsWith(view, "\x89PNG\r\n\x1a\n"),
  size: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
};

const gif: Reader = {
  begins: (view) => startsWith(view, "GIF8"),
  size: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
};

/** JPEG: segments one after the other, until the one that begins a frame. */
const jpeg: Reader = {
  begins: (view) => view.byteLength > 2 && view.getUint16(0) === 0xffd8,
  size: (view) => {
    for (let at = 2; ; ) {
      if (view.getUint8(at) !== 0xff) return null;
      const marker = view.getUint8(at + 1);
      const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
      if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
      at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2); // 0xff before a marker only fills
    }
  },
};

/** WebP: three kinds, each with its size in another place. */
const webp: Reader = {
  begins: (view) => startsWith(view, "RIFF") && startsWith(view, "WEBP", 8),
  size: (view) => {
    if (startsWith(view, "VP8X", 12)) return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
    if (startsWith(view, "VP8L", 12)) {
      const bits = view.getUint32(21, true);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
    }
    if (!startsWith(view, "VP8 ", 12)) return null;
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  },
};

const uint24 = (view: DataView, at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);

const readers: readonly Reader[] = [png, jpeg, gif, webp];

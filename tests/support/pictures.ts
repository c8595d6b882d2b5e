/** A PNG of this size as far as its head tells, different for each `seed`, with so many bytes behind it. */
export const pngOf = (width: number, height: number, seed = 0, bytes = 600): string => {
  const head = Buffer.alloc(33 + bytes, seed % 256);
  Buffer.from("\x89PNG\r\n\x1a\n", "latin1").copy(head);
  head.writeUInt32BE(13, 8);
  head.write("IHDR", 12, "latin1");
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  head.writeUInt32BE(seed, 29);
  return head.toString("base64");
};

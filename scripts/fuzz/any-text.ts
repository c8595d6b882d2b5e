import fc from "fast-check";

/** Any sign there is, halves of pairs aside; those that programs stumble over more often than the rest. */
const anySign = fc.oneof(
  fc.integer({ min: 0, max: 0x7f }),
  fc.integer({ min: 0x80, max: 0xff }),
  fc.constantFrom(0x061c, 0x200d, 0x2028, 0x202e, 0x2066, 0x3000, 0xd7ff, 0xe000, 0xfeff, 0xfffd, 0xffff),
  fc.integer({ min: 0x100, max: 0x10_ffff - 0x800 }).map((rank) => (rank < 0xd800 ? rank : rank + 0x800)),
);

const unit = anySign.map((sign) => String.fromCodePoint(sign));

/** Texts of any signs. The library's own such unit takes a second in each process, only to be made. */
export const anyText = (limits: { readonly maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ ...limits, unit });

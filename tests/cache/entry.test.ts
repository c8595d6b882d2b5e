import { expect, test } from "bun:test";
import fc from "fast-check";
import { packedAnswer, unpackedAnswer } from "../../src/cache/entry.ts";
import { keptAnswer } from "../support/answer-cache.ts";

const most = 1_000_000;

test("what was packed is unpacked as it was, to the byte", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.boolean(), (body, isStream) => {
      const answer = keptAnswer({ body, isStream });

      const read = unpackedAnswer(packedAnswer(answer), answer.key, most);

      expect("answer" in read && { ...read.answer, body: Uint8Array.from(read.answer.body) }).toEqual({
        ...answer,
        body,
      });
    }),
  );
});

test("whatever lies there instead is named, and never thrown", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(unpackedAnswer(bytes, "key", most)).toHaveProperty("damage");
    }),
  );
});

test("one bit that has changed is seen, wherever it is", () => {
  const packed = packedAnswer(keptAnswer());

  for (let at = 0; at < packed.length; at++) {
    const spoiled = Uint8Array.from(packed);
    spoiled[at] = (spoiled[at] ?? 0) ^ 1;
    expect(unpackedAnswer(spoiled, "key", most)).toHaveProperty("damage");
  }
});

test("what is wrong is told apart", () => {
  const packed = Buffer.from(packedAnswer(keptAnswer()));
  const older = Buffer.from(packed);
  older.writeUInt16BE(0, 4);
  const damage = (bytes: Uint8Array, key = "key", maxBytes = most): unknown => {
    const read = unpackedAnswer(bytes, key, maxBytes);
    return "damage" in read ? read.damage : null;
  };

  expect(damage(packed)).toBeNull();
  expect(damage(Buffer.from("garbage"))).toBe("not ours");
  expect(damage(older)).toBe("older version");
  expect(damage(packed.subarray(0, packed.length - 1))).toBe("cut");
  expect(damage(packed, "another")).toBe("another's");
  expect(damage(packed, "key", 1)).toBe("too large");
});

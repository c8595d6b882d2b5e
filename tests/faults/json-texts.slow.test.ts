import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { serversAt } from "../support/fault-bench.ts";
import { formats } from "../support/formats.ts";
import { sha256 } from "../support/hashed.ts";
import { startHashingVendor } from "../support/upload.ts";

const vendor = startHashingVendor();
let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startDaemon({ servers: serversAt(vendor.url), env: { PROXY_TIMESCALE: "1" } });
});
afterAll(async () => {
  await daemon.stop();
  await vendor.stop();
});

const space = fc.constantFrom("", "", "", " ", "\n", "\r\n\t");
const digits = fc.stringMatching(/^[1-9][0-9]{0,40}$/);

/** Numbers in spellings that a parser would not keep. */
const number = fc.oneof(
  digits,
  fc.tuple(digits, fc.stringMatching(/^[0-9]{1,25}$/)).map(([whole, part]) => `-${whole}.${part}`),
  fc.tuple(digits, fc.constantFrom("e400", "E+2", "e-07", ".0", ".10e1")).map((parts) => parts.join("")),
  fc.constantFrom("0", "-0", "-0.0", "0e0", "1E400", "9007199254740993"),
);
/** Texts with escapes that a writer would choose otherwise, and halves of signs that stand alone. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 8 }).map((plain) => JSON.stringify(plain).slice(1, -1)),
      fc.constantFrom(
        "\\/",
        "\\u00e9",
        "\\u0041",
        "\\ud800",
        "\\udfff\\ud800",
        "\\u0000",
        "\u2028",
        "\u007f",
        '\\"',
        "\\\\",
      ),
      fc.constantFrom('{\\"path\\":\\"a\\\\b\\",\\"n\\":1.0}', "data: x\\n\\n", "[DONE]", '\\"model\\":\\"other\\"'),
    ),
    { maxLength: 6 },
  )
  .map((parts) => `"${parts.join("")}"`);
const name = fc.oneof(text, fc.constantFrom('"model"', '"stream"', '"a"', '"mod\\u0065l"', '""', '"__proto__"'));

/** Any JSON text, as it could be written. */
const { value } = fc.letrec<{ value: string; list: string; object: string; spaced: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(number, text, fc.constantFrom("true", "false", "null")),
    tie("list"),
    tie("object"),
  ),
  spaced: fc.tuple(space, tie("value"), space).map((parts) => parts.join("")),
  list: fc.array(tie("spaced"), { maxLength: 5 }).map((items) => `[${items.join(",")}]`),
  object: fc
    .array(
      fc
        .tuple(space, name, space, tie("spaced"))
        .map(([before, key, after, item]) => `${before}${key}${after}:${item}`),
      { maxLength: 5 },
    )
    .map((members) => `{${members.join(",")}}`),
}));

test("C-15, S-41, I-03: of ten thousand JSON texts each arrives as it was written", async () => {
  let [count, longest] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...formats), value, async (format, body) => {
      expect(() => JSON.parse(body)).not.toThrow();
      const headers = { ...format.headers, "content-type": "application/json", "x-proxy-upstream": format.upstream };
      const answer = await fetch(daemon.url + format.path(false), { method: "POST", headers, body });
      count++;
      longest = Math.max(longest, body.length);

      expect(await answer.json()).toMatchObject({ bytes: Buffer.byteLength(body), sha256: sha256(Buffer.from(body)) });
    }),
    { numRuns: 10_000 },
  );
  console.log(`C-15: ${count} texts, the longest of ${longest} characters`);
  expect(count).toBeGreaterThanOrEqual(10_000);
}, 300_000);

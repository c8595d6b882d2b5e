import { expect, test } from "bun:test";
import { redacted } from "../../src/lib/redact.ts";
import { isStrongToken, looksLikeToken, newToken } from "../../src/lib/token.ts";

test("a new token is long, known by its beginning, and taken out of whatever is written", () => {
  const token = newToken();

  expect(token).toMatch(/^pxy_[A-Za-z0-9_-]{32}$/);
  expect(newToken()).not.toBe(token);
  expect(looksLikeToken(token)).toBe(true);
  expect(isStrongToken(token)).toBe(true);
  expect(redacted(`GET /t/${token}/v1`)).not.toContain(token.slice(4, 20));
});

test("what could be guessed, or be a vendor's key, is none", () => {
  for (const text of [
    "",
    "pxy_short",
    "secretsecretsecretsecretsecret",
    "pxy_with a blank in the middle",
    "pxy_/../../../../../../x",
  ])
    expect(isStrongToken(text)).toBe(false);
});

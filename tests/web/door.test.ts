import { expect, test } from "bun:test";
import { codeMs, createDoor } from "../../src/web/door.ts";

/** A door, and its clock. */
const doorAt = (start = 1_800_000_000_000) => {
  let now = start;
  return {
    door: createDoor({ now: () => now, tick: () => now - start }),
    pass: (ms: number) => {
      now += ms;
    },
  };
};

const refusalOf = (work: () => unknown): string => {
  try {
    work();
    return "let in";
  } catch (thrown) {
    return (thrown as { readonly code: string }).code;
  }
};

test("S-17 a code lets in once, within its minute, and not after another one was made", () => {
  const { door, pass } = doorAt();
  const first = door.invite();
  const { cookie, key } = door.enter(first.code);
  expect(door.isPass(cookie, key)).toBe(true);
  expect(refusalOf(() => door.enter(first.code))).toBe("token_required");

  const [old, next] = [door.invite(), door.invite()];
  expect(refusalOf(() => door.enter(old.code))).toBe("token_required");
  pass(codeMs);
  expect(refusalOf(() => door.enter(next.code))).toBe("token_required");
  expect(door.visitors()).toBe(1);
});

test("S-17 both halves of a pass are needed, and they belong together", () => {
  const { door } = doorAt();
  const [one, other] = [door.enter(door.invite().code), door.enter(door.invite().code)];

  expect(door.isPass(one.cookie, other.key)).toBe(false);
  expect(door.isPass(one.cookie, null)).toBe(false);
  expect(door.isPass(null, one.key)).toBe(false);
  expect(door.isPass(other.cookie, other.key)).toBe(true);
});

test("S-17 five wrong codes a minute are looked at, and the right one whenever it comes", () => {
  const { door, pass } = doorAt();
  const { code } = door.invite();
  const guess = (): string => refusalOf(() => door.enter("guess"));

  expect(Array.from({ length: 7 }, guess)).toEqual([...Array(5).fill("token_required"), "token_tries", "token_tries"]);
  expect(refusalOf(() => door.enter(code))).toBe("let in");
  pass(12_001);
  expect([guess(), guess()]).toEqual(["token_required", "token_tries"]);
});

test("who is in stays for half a day; who leaves, who is one too many and whom the end finds are out", () => {
  const { door, pass } = doorAt();
  const first = door.enter(door.invite().code);
  pass(12 * 3_600_000 - 1);
  expect(door.knows(first.cookie)).toBe(true);
  pass(1);
  expect([door.knows(first.cookie), door.visitors()]).toEqual([false, 0]);

  const passes = Array.from({ length: 17 }, () => door.enter(door.invite().code));
  expect(passes.map(({ cookie }) => door.knows(cookie))).toEqual([false, ...Array(16).fill(true)]);
  door.leave(passes[16]?.cookie ?? null);
  expect(door.visitors()).toBe(15);
  door.close();
  expect(door.visitors()).toBe(0);
});

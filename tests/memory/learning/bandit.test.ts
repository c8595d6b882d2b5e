import { expect, test } from "bun:test";
import fc from "fast-check";
import { rewardProfiles } from "../../../src/core/memory.ts";
import { type Arm, armNames, goals } from "../../../src/memory/learning/arms.ts";
import { type Experiences, learnt, pickedArm, rewardOf } from "../../../src/memory/learning/bandit.ts";
import { numbersFrom } from "../../support/learning.ts";

const profile = fc.constantFrom(...rewardProfiles);
const result = fc.record({
  savedShare: fc.double({ min: -1, max: 1, noNaN: true }),
  regret: fc.double({ min: 0, max: 1, noNaN: true }),
});

test("no arm outside the profile is ever picked, whatever was learned", () => {
  fc.assert(
    fc.property(profile, fc.dictionary(fc.constantFrom(...armNames), result), fc.integer(), (name, results, seed) => {
      const known: Experiences = Object.fromEntries(
        Object.entries(results).map(([arm, one]) => [arm, { ...one, sessions: 30 }]),
      );
      expect(goals[name].arms).toContain(pickedArm(known, goals[name], numbersFrom(seed)));
    }),
  );
});

test("where one arm is the best all along, it is picked most", () => {
  fc.assert(
    fc.property(profile, fc.nat(), fc.integer(), (name, which, seed) => {
      const goal = goals[name];
      const best = goal.arms[which % goal.arms.length];
      const random = numbersFrom(seed);
      const counts = new Map<Arm, number>();
      let known: Experiences = {};
      for (let session = 0; session < 200; session++) {
        const arm = pickedArm(known, goal, random);
        counts.set(arm, (counts.get(arm) ?? 0) + 1);
        const savedShare = (arm === best ? 0.5 : 0.25) + (random() - 0.5) / 5;
        known = { ...known, [arm]: learnt(known[arm], { savedShare, regret: 0 }) };
      }
      expect(counts.get(best as Arm)).toBeGreaterThan(120);
    }),
    { numRuns: 60 },
  );
});

test("the same numbers pick the same arm", () => {
  const known: Experiences = { live: { sessions: 3, savedShare: 0.4, regret: 0.1 } };
  const picks = [1, 2].map(() => {
    const random = numbersFrom(7);
    return Array.from({ length: 50 }, () => pickedArm(known, goals.BALANCED, random));
  });
  expect(picks[0]).toEqual(picks[1] as Arm[]);
  expect(new Set(picks[0]).size).toBeGreaterThan(1);
});

test("what saves more and is regretted more is worth less to who goes for quality", () => {
  const [thrifty, careful] = [
    { savedShare: 0.5, regret: 0.1 },
    { savedShare: 0.3, regret: 0 },
  ];
  expect(rewardOf(thrifty, goals.QUALITY.lambda)).toBeLessThan(rewardOf(careful, goals.QUALITY.lambda));
  expect(rewardOf(thrifty, goals.COST.lambda)).toBeGreaterThan(rewardOf(careful, goals.COST.lambda));
});

test("means are those of all conversations, until there are many: then what was long ago fades", () => {
  const means = (shares: readonly number[]) =>
    shares.reduce<ReturnType<typeof learnt> | undefined>(
      (known, savedShare) => learnt(known, { savedShare, regret: 0 }),
      undefined,
    );

  expect(means([0.2, 0.4, 0.6])).toMatchObject({ sessions: 3, savedShare: expect.closeTo(0.4) });
  const turned = means([...Array<number>(500).fill(0), ...Array<number>(200).fill(1)]);
  expect(turned?.savedShare).toBeGreaterThan(0.9);
});

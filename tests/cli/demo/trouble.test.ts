import { expect, test } from "bun:test";
import { cut, leaves, limited, overloaded, switching } from "../../../cli/demo/trouble.ts";
import { playAlone } from "../../support/stage.ts";

test("a program that is told to wait asks again, the same to the byte", async () => {
  const { acts } = await playAlone(limited);

  expect(acts.map(({ status }) => status)).toEqual([429, 200]);
  expect(acts[0]?.did).toBe("told to wait: retry-after 1 s");
  expect(acts[0]?.sent).toEqual(acts[1]?.sent ?? new Uint8Array());
});

test("an overloaded vendor is asked again by the agent", async () => {
  const { acts } = await playAlone(overloaded);

  expect(acts.map(({ status }) => status)).toEqual([529, 200]);
  expect(acts[1]?.did).toBe("thought, said: second try");
});

test("a broken stream is seen as one, without an error event where no proxy adds it", async () => {
  const { acts } = await playAlone(cut);

  expect(acts[0]?.ended).toBe("cut");
  expect(acts[0]?.did).toMatch(/^vendor broke off after \d+ words; the agent was told$/);
});

test("a person who leaves has read a part", async () => {
  const { acts } = await playAlone(leaves);

  expect(acts[0]?.ended).toBe("left");
  expect(acts[0]?.did).toMatch(/^the person left after \d+ words/);
});

test("the switch comes while two streams are under way, and both end", async () => {
  const { acts, switched } = await playAlone(switching);

  expect(switched).toEqual(["demo-b"]);
  expect(acts.map(({ ended }) => ended)).toEqual(["whole", "whole"]);
});

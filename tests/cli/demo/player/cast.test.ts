import { expect, test } from "bun:test";
import { playCast } from "../../../../cli/demo/player/cast.ts";
import type { Stage } from "../../../../cli/demo/stage.ts";

test("everybody acts again and again, and nobody begins once it is over", async () => {
  const played: string[] = [];
  const stage = { pause: async () => undefined, isOver: () => played.length >= 5 } as unknown as Stage; // all that it looks at
  const scene = (name: string) => async () => void played.push(name);

  await playCast([scene("one"), scene("two")], stage);

  expect(played.length).toBeLessThanOrEqual(6);
  expect(new Set(played)).toEqual(new Set(["one", "two"]));
});

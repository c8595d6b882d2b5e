import { expect, test } from "bun:test";
import { person, script, via } from "../../../../cli/demo/player/people.ts";
import { claude } from "../../../../cli/demo/programs/claude-code.ts";
import type { Ask, Seen } from "../../../../cli/demo/programs/http.ts";
import type { Scene } from "../../../../cli/demo/stage.ts";
import { playAlone } from "../../../support/stage.ts";

/** What a scene would send, with an answer that says nothing. */
const asked = async (scene: Scene): Promise<readonly Ask[]> => {
  const asks: Ask[] = [];
  let number = 7;
  await scene({
    play: async (ask) => {
      asks.push(ask);
      return {
        status: 200,
        ended: "whole",
        events: [],
        received: new Uint8Array(),
        headers: new Headers(),
      } as unknown as Seen;
    },
    pause: async () => undefined,
    switchTo: async () => undefined,
    isOver: () => false,
    next: () => number++,
  });
  return asks;
};

test("a person holds one conversation under one name, and the next under another", async () => {
  const scene = person({ agent: claude, readSeconds: 1, turns: 3 });

  const names = (await asked(scene)).map(({ headers }) => headers["x-claude-code-session-id"]);

  expect(names).toEqual(["demo-7", "demo-7", "demo-7"]);
});

test("what a person says is answered by the vendor to the end", async () => {
  const { acts } = await playAlone(person({ agent: claude, readSeconds: 0, turns: 3 }));

  expect(acts.length).toBeGreaterThan(3);
  expect(acts.every(({ status, ended }) => status === 200 && ended === "whole")).toBe(true);
});

test("a script asks several things, and one that is bound to an upstream says so each time", async () => {
  const asks = await asked(via("demo-b", script(3, 1)));

  expect(asks.length).toBeGreaterThan(3);
  expect(new Set(asks.map(({ headers }) => headers["x-proxy-upstream"]))).toEqual(new Set(["demo-b"]));
});

import { claude } from "../programs/claude-code.ts";
import { codexAgent } from "../programs/codex.ts";
import { geminiAgent } from "../programs/gemini-cli.ts";
import type { Scene } from "../stage.ts";
import { cacheBreak, cut, down, errorInside, leaves, limited, overloaded, slow, vendorBroke } from "../trouble.ts";
import { person, script, via } from "./people.ts";

/** Who acts, all at the same time; each begins again when they have come to their end. */
export type Scenario = { readonly summary: string; readonly cast: readonly Scene[] };

const times = (count: number, scene: Scene): readonly Scene[] => Array.from({ length: count }, () => scene);

const oneAfterTheOther =
  (scenes: readonly Scene[], breakSeconds: number): Scene =>
  async (stage) => {
    for (const scene of scenes) {
      if (stage.isOver()) return;
      await scene(stage);
      await stage.pause(breakSeconds);
    }
  };

/** Everything that can go wrong, in two rows of things that happen one after the other. */
export const troubles = (breakSeconds: number): readonly Scene[] => [
  oneAfterTheOther([limited, cut, down, vendorBroke, errorInside], breakSeconds),
  oneAfterTheOther([cacheBreak, overloaded, slow, leaves], breakSeconds),
];

/** What `demo --scenario` can play, by its name. */
export const scenarios = {
  calm: {
    summary: "three agents and a program, as fast as people work",
    cast: [
      person({ agent: claude, readSeconds: 3, turns: 12 }),
      person({ agent: codexAgent, readSeconds: 4, turns: 8 }),
      person({ agent: geminiAgent, readSeconds: 5, turns: 6 }),
      script(1, 8),
    ],
  },
  busy: {
    summary: "two dozen conversations at once, several tools, two upstreams",
    cast: [
      ...times(6, person({ agent: claude, readSeconds: 1.5, turns: 14 })),
      ...times(4, person({ agent: codexAgent, readSeconds: 2, turns: 10 })),
      ...times(4, person({ agent: geminiAgent, readSeconds: 2, turns: 8 })),
      ...times(3, script(3, 3)),
      ...times(3, via("demo-b", person({ agent: claude, readSeconds: 2, turns: 10 }))),
      ...times(2, via("demo-b", script(2, 4))),
    ],
  },
  faults: {
    summary: "refusals, cut streams, slow ones, an upstream that is down, a lost cache",
    cast: [
      person({ agent: claude, readSeconds: 3, turns: 12 }),
      person({ agent: codexAgent, readSeconds: 4, turns: 8 }),
      ...troubles(1.5),
    ],
  },
} as const satisfies Readonly<Record<string, Scenario>>;

/** The name of a scenario. */
export type ScenarioName = keyof typeof scenarios;

/** The scenario that a word means; null where it means none. */
export const scenarioNamed = (word: string): ScenarioName | null =>
  Object.hasOwn(scenarios, word) ? (word as ScenarioName) : null; // one of its own names

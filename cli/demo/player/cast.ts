import type { Scene, Stage } from "../stage.ts";

/** How long after each other they begin, in seconds: not all of them in the same instant. */
const staggerSeconds = 0.3;

/** How long each rests before it begins again, in seconds: a scene that fails at once must not turn in circles. */
const restSeconds = 0.5;

/** Plays all of a cast at the same time, each again and again, until the stage is over; answers under way end first. */
export const playCast = async (cast: readonly Scene[], stage: Stage): Promise<void> => {
  await Promise.all(
    cast.map(async (scene, at) => {
      await stage.pause(at * staggerSeconds);
      while (!stage.isOver()) {
        await scene(stage);
        await stage.pause(restSeconds);
      }
    }),
  );
};

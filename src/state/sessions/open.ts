import type { Shared } from "../../core/shared.ts";
import { measure } from "../../meter/tokens/measure.ts";
import type { Stops } from "../budgets/open.ts";
import type { Shadow } from "../memory/shadow.ts";
import type { StateOptions } from "../options.ts";
import type { Pins } from "../pins.ts";
import { isTogether } from "../shared/together.ts";
import { Sessions } from "./index.ts";
import { newSalt, saltIn } from "./salt.ts";
import { sessionsInMemory } from "./store.ts";
import { sessionsInFile } from "./thread.ts";

type Beside = {
  /** What several daemons know together. */
  readonly shared: Shared;
  /** Looks at what was read of a conversation. */
  readonly loops: Pick<Stops["loops"], "read">;
  readonly shadow: Pick<Shadow, "take">;
  /** Hears which are over. */
  readonly onOver: Pins["forget"];
  readonly onTrouble: (what: string) => void;
};

/** The conversations of a home, with who listens to them. */
export const sessionsIn = (
  { paths, clock, isKept = true, sessions }: StateOptions,
  { shared, loops, shadow, onOver, onTrouble }: Beside,
): Sessions =>
  new Sessions({
    store: isKept ? sessionsInFile(paths.memory, onTrouble) : sessionsInMemory(),
    salt: isKept ? () => saltIn(paths.salt) : newSalt,
    now: clock.now,
    measure,
    onRead: (exchange, transcript, bytes) => {
      loops.read(exchange, transcript);
      shadow.take(exchange, transcript, bytes);
    },
    together: isTogether(shared) ? shared : null,
    ...{ onOver, onTrouble, ...sessions },
  });

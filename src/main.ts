import { join } from "node:path";
import { compiledIn } from "./lifecycle/compiled.ts";

// Who watches the source for changes wants to see them.
const compiled = process.execArgv.includes("--watch") ? null : compiledIn(join(import.meta.dir, ".."));
const daemon: typeof import("./lifecycle/process.ts") =
  compiled === null ? await import("./lifecycle/process.ts") : await import(compiled);
await daemon.run();

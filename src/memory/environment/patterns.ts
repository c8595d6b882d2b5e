import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { once } from "../../lib/once.ts";

/** The file that names the blocks which programs put among what people say. */
export const environmentBlocksFile = fileURLToPath(new URL("../../../config/environment-blocks.yaml", import.meta.url));

const pattern = once(() =>
  z.strictObject({
    name: z.string().min(1),
    open: z.string().min(3),
    close: z.string().min(3),
    roles: z.array(z.enum(["user", "tool"])).min(1),
    position: z.enum(["any", "start", "end"]),
    keep: z.number().int().min(1),
    min_tokens: z.number().int().min(0),
    from: z.string(),
  }),
);

/** One kind of such a block. */
export type EnvironmentPattern = z.infer<ReturnType<typeof pattern>>;

/** Those that a YAML text names. Throws where it has another shape. */
export const environmentPatternsIn = (yaml: string): readonly EnvironmentPattern[] =>
  z.array(pattern()).parse(Bun.YAML.parse(yaml));

/** Those that come with the program; read when they are first asked for. */
export const environmentPatterns = once(() => environmentPatternsIn(readFileSync(environmentBlocksFile, "utf8")));

import type { Action } from "./action.ts";

/** The JSON schema, for editors that complete and check while one types. */
export const schema: Action = {
  words: "",
  run: async ({ print, json, data }, _, flags) => {
    const { jsonSchema } = await import("../../src/offline/config.ts");
    const found = jsonSchema(flags.has("servers") ? "servers" : "config");
    if (json) return data({ jsonSchema: found });
    print(JSON.stringify(found, null, 2));
  },
};

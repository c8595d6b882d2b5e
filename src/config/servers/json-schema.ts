import { z } from "zod";
import { entry } from "./upstream.ts";

/** The JSON schema of servers.yaml, for editors that complete and check while one types. */
export const serversJsonSchema = (): object =>
  z.toJSONSchema(z.record(z.string(), entry).meta({ title: "proxy-cli servers.yaml" }), { io: "input" });

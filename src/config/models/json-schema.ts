import { z } from "zod";
import { modelFields } from "./model.ts";

/** The JSON schema of models.yaml, for editors that complete and check while one types. */
export const modelsJsonSchema = (): object =>
  z.toJSONSchema(z.record(z.string(), z.record(z.string(), modelFields)).meta({ title: "proxy-cli models.yaml" }), {
    io: "input",
  });

import { setting, yesOrNo } from "./setting.ts";

/** How these files are read. */
export const configSettings = {
  "config.watch": setting(
    yesOrNo,
    true,
    "Whether a change of config.yaml, servers.yaml or models.yaml counts as soon as it is saved.",
  ),
} as const;

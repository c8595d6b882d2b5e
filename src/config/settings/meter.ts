import { setting, yesOrNo } from "./setting.ts";

/** How requests are counted. */
export const meterSettings = {
  "meter.inject_usage": setting(
    yesOrNo,
    false,
    "Asks for the usage of OpenAI chat streams where the client has not, and takes it out of the answer again; else it is estimated.",
  ),
} as const;

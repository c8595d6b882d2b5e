import { setting, yesOrNo } from "./setting.ts";

/** Requests and answers in the log. */
export const printerSettings = {
  "printer.enabled": setting(yesOrNo, false, "Writes lines for requests and answers into the log as they come."),
  "printer.requests": setting(yesOrNo, true, "A line for each request."),
  "printer.responses": setting(yesOrNo, true, "A line for each answer."),
  "printer.bodies": setting(yesOrNo, false, "Whether they hold the beginning of prompts and answers.", {
    agreement: "Prompts and answers will be written into the log while the printer is on. Do you want that?",
  }),
} as const;

import type { Step } from "../step.ts";
import { fitMarks } from "./cache-marks.ts";
import { fitChoice } from "./choice.ts";
import { fitFields } from "./fields.ts";
import { fitFormat } from "./format.ts";
import { refuseHeld } from "./held.ts";
import { fitHosted } from "./hosted.ts";
import { unfoldNamespaces } from "./namespaces.ts";
import { refuseNothing } from "./nothing-said.ts";
import { fitReasoning } from "./reasoning.ts";
import { addMaxTokens, fitSampling } from "./sampling.ts";
import { nameTools } from "./tool-names.ts";
import { fitTools } from "./tools.ts";

/** What comes before the messages are looked at: whether the request can go there at all. */
export const firstSteps: readonly Step[] = [
  refuseHeld, // first: what a vendor holds may be all that is said
  refuseNothing,
];

/** Everything in a request that is no message, in an order in which each finds what it needs. */
export const settingSteps: readonly Step[] = [
  unfoldNamespaces, // before tools are looked at one by one
  fitHosted, // before the choice: a tool that is left out cannot be chosen
  fitChoice, // before names change: it names tools as the client does
  nameTools, // before tools lose the form that their client knows them in
  fitTools,
  fitSampling, // before reasoning, which may take a temperature away
  fitReasoning,
  addMaxTokens, // after reasoning, whose budget goes on top
  fitFormat, // before marks: it may add to the instructions
  fitMarks,
  fitFields, // last: the conversation leaves its format
];

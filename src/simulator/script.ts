import {
  type Ask,
  type Block,
  lastUserText,
  nothingBilled,
  type OfferedTool,
  pendingToolOutputs,
  type Reply,
  type Stop,
} from "./conversation.ts";
import { firstTokens, tokensIn, tokensInJson } from "./tokens.ts";
import { argumentsFor, exampleOf, simulatedCommand } from "./tool-arguments.ts";

/** Decides the answer to an ask: the same ask always gets the same answer. What was cached is not known here. */
export const replyTo = (ask: Ask): Reply => {
  const { blocks, stop } = withinTokens(ask.maxTokens, beforeStopSequence(ask.stopSequences, draftFor(ask)));
  const thinkingTokens = blocks.reduce((sum, block) => sum + (block.type === "thinking" ? costOf(block) : 0), 0);
  const outputTokens = blocks.reduce((sum, block) => sum + costOf(block), 0);
  return {
    blocks,
    stop,
    bill: { ...nothingBilled, inputTokens: ask.inputTokens, outputTokens, thinkingTokens },
  };
};

type Draft = { readonly blocks: readonly Block[]; readonly stop: Stop };

const draftFor = (ask: Ask): Draft => {
  const calls = callsFor(ask);
  const about = firstWords(lastUserText(ask.said));
  const thought: readonly Block[] =
    ask.thinking === "off" ? [] : [{ type: "thinking", text: thoughtAbout(about, calls.length > 0) }];
  if (calls.length === 0)
    return { blocks: [...thought, { type: "text", text: textFor(ask, about) }], stop: { reason: "end" } };
  return {
    blocks: [...thought, { type: "text", text: `I will look into "${about}" with a tool.` }, ...calls],
    stop: { reason: "tool" },
  };
};

const thoughtAbout = (about: string, withTool: boolean): string =>
  withTool
    ? `The user wants "${about}". A tool can tell, so I call it.`
    : `The user says "${about}". A plain answer is enough.`;

const callsFor = (ask: Ask): readonly Block[] => {
  const { tools, toolChoice, said } = ask;
  if (tools.length === 0 || toolChoice.type === "none") return [];
  const named = toolChoice.type === "named" ? tools.find((tool) => tool.name === toolChoice.name) : undefined;
  const forced = named !== undefined || toolChoice.type === "required";
  const text = lastUserText(said);
  if (!forced && (roundsOf(said) >= roundsAskedIn(text) || isDirective(text))) return [];
  const tool = named ?? preferred(tools);
  const call: Block = { type: "tool", tool, input: inputFor(tool) };
  return ask.parallelTools && /two tools/i.test(text) ? [call, call] : [call];
};

/** How often tools have answered since the user spoke last; several calls at once are one round. */
const roundsOf = (said: Ask["said"]): number => {
  const since = said.slice(said.findLastIndex(({ by }) => by === "user") + 1);
  return since.filter(({ by }, at) => by === "tool" && since[at - 1]?.by !== "tool").length;
};

/** "three rounds of tools", as an agent works; one is usual. */
const roundsAskedIn = (text: string): number => {
  const word = /\b(two|three|\d) rounds? of (?:two )?tools\b/i.exec(text)?.[1]?.toLowerCase();
  return word === undefined ? 1 : word === "two" ? 2 : word === "three" ? 3 : Number(word);
};

const inputFor = (tool: OfferedTool): { readonly [name: string]: unknown } => {
  if (tool.kind === "custom") return { input: simulatedCommand };
  if (tool.kind === "local_shell") return { command: ["bash", "-lc", simulatedCommand] };
  return argumentsFor(tool.schema);
};

/** Shells first, then tools that only read: what an agent can run without harm. */
const preference = [
  "bash",
  "shell",
  "local_shell",
  "exec_command",
  "shell_command",
  "run_shell_command",
  "execute_command",
  "run_command",
  "terminal",
  "container.exec",
  "exec",
  "read",
  "read_file",
  "view",
  "list_directory",
  "ls",
  "glob",
  "grep",
] as const;

const preferred = (tools: readonly OfferedTool[]): OfferedTool => {
  const best = preference
    .map((name) => tools.find((tool) => tool.name.toLowerCase() === name))
    .find((tool) => tool !== undefined);
  const first = best ?? tools.find((tool) => tool.kind === "function") ?? tools[0];
  if (first === undefined) throw new RangeError("A tool can only be preferred among some.");
  return first;
};

const echoed = /echo:\s?([\s\S]*)$/i;
const counted = /\bsay (\d{1,9}) words?\b/i;
const maxWords = 20_000;
const maxToolOutput = 4_000;

const isDirective = (text: string): boolean => echoed.test(text) || counted.test(text);

const textFor = (ask: Ask, about: string): string => {
  if (ask.answerSchema !== null) return JSON.stringify(exampleOf(ask.answerSchema));
  const outputs = pendingToolOutputs(ask.said);
  if (outputs.length > 0)
    return `The tool answered: ${outputs.join("\n").slice(0, maxToolOutput).toWellFormed()}\nThat is all; this is a simulated answer.`;
  const text = lastUserText(ask.said);
  const echo = echoed.exec(text)?.[1];
  if (echo !== undefined) return echo;
  const count = counted.exec(text)?.[1];
  if (count !== undefined) return words(Math.min(Number(count), maxWords));
  return about === ""
    ? "Hello! This is a simulated answer; no model was asked."
    : `You said "${about}". This is a simulated answer from the built-in vendor: no model was asked and nothing was spent.`;
};

const vocabulary = "the quick proxy reads every word and passes it on without a change while you watch".split(" ");

const words = (count: number): string =>
  Array.from({ length: count }, (_, at) => vocabulary[at % vocabulary.length]).join(" ");

const firstWords = (text: string): string =>
  text
    .trim()
    .split(/\s+/)
    .slice(0, 8)
    .join(" ")
    .replace(/^([\s\S]{80})[\s\S]*$/u, "$1");

/** A stop sequence ends the answer just before itself; what would have followed is never said. */
const beforeStopSequence = (sequences: readonly string[], draft: Draft): Draft => {
  for (const [at, block] of draft.blocks.entries()) {
    if (block.type !== "text") continue;
    const found = earliest(block.text, sequences);
    if (found === null) continue;
    const text = block.text.slice(0, found.index);
    const kept: readonly Block[] = text === "" ? [] : [{ type: "text", text }];
    return { blocks: [...draft.blocks.slice(0, at), ...kept], stop: { reason: "sequence", sequence: found.sequence } };
  }
  return draft;
};

const earliest = (text: string, sequences: readonly string[]) =>
  sequences
    .filter((sequence) => sequence !== "")
    .map((sequence) => ({ sequence, index: text.indexOf(sequence) }))
    .filter(({ index }) => index >= 0)
    .reduce<{ sequence: string; index: number } | null>(
      (best, next) => (best === null || next.index < best.index ? next : best),
      null,
    );

/** Words are cut where the allowance ends; a tool call that does not fit whole is left out. */
const withinTokens = (maxTokens: number | null, draft: Draft): Draft => {
  if (maxTokens === null) return draft;
  const kept: Block[] = [];
  let left = maxTokens;
  for (const block of draft.blocks) {
    const cost = costOf(block);
    if (cost > left) {
      const text = block.type === "tool" ? "" : firstTokens(block.text, left);
      if (block.type !== "tool" && text !== "") kept.push({ type: block.type, text });
      return { blocks: kept, stop: { reason: "length" } };
    }
    kept.push(block);
    left -= cost;
  }
  return draft;
};

const costOf = (block: Block): number =>
  block.type === "tool" ? tokensIn(block.tool.name) + tokensInJson(block.input) : tokensIn(block.text);

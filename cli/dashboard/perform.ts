import type { Client } from "../../src/control/client.ts";
import { asProxyError, ProxyError } from "../../src/core/errors.ts";
import { keptFrom, startWords } from "../daemon/kept.ts";
import type { Meaning } from "../output/colour.ts";
import { systemProgram } from "../terminal/system-program.ts";
import type { SentAgain, SentBefore } from "../trace/again.ts";
import type { Event } from "./event.ts";
import type { Effect } from "./state.ts";
import { to, toasted } from "./step.ts";

/** What effects are done with. */
export type Outside = {
  readonly client: Client;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Our own command line as a program. */
  readonly program: string;
  /** The config.yaml that a start reads when it is told of none. */
  readonly usualConfig: string;
  readonly columns: () => number;
  readonly send: (event: Event) => void;
  readonly copy: (text: string) => void;
  /** Sends a request once more, and reads its answer to the end. */
  readonly again: (request: SentBefore, url: string) => Promise<Pick<SentAgain, "id" | "status" | "ok">>;
  /** Aborted when the dashboard is left. */
  readonly gone: AbortSignal;
  /** Gives the terminal away until the returned function is called. */
  readonly lend: () => () => void;
  readonly suspend: () => void;
  readonly quit: (code: number) => void;
  /** Has the demo play everything that can go wrong; null where nobody plays. */
  readonly trouble: (() => void) | null;
};

/** Does what a step asks for; what comes of it is sent as another event. */
export const perform = (effect: Effect, outside: Outside): void => {
  switch (effect.type) {
    case "quit":
      return outside.quit(effect.code);
    case "suspend":
      return outside.suspend();
    case "ask":
      return void said(ask(effect, outside), outside);
    case "copy":
      return void said(copy(effect, outside), outside);
    case "again":
      return void said(again(effect, outside), outside);
    case "command":
      return void said(command(effect.words, outside), outside);
    case "lend":
      return void said(lend(effect.words, outside), outside);
    case "trouble":
      return outside.trouble === null ? say(outside, "Nobody plays here; see: proxy-cli demo") : outside.trouble();
    case "start":
      return void said(command(["start", ...optionsOf(effect, outside)], outside), outside);
  }
};

/** What cannot be done is said: a program that is not there any more, a system without room for one more process. */
const said = (work: Promise<void>, outside: Outside): Promise<void> =>
  work.catch((thrown: unknown) => say(outside, reasonOf(thrown), "error"));

const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error && !(thrown instanceof ProxyError) ? thrown.message : asProxyError(thrown).message;

const optionsOf = ({ like, url }: Extract<Effect, { type: "start" }>, { usualConfig }: Outside): readonly string[] =>
  like === null || url === null ? [] : startWords(keptFrom(like, usualConfig), url);

const say = ({ send }: Outside, text: string, tone: Meaning = "ok"): void =>
  send({ type: "changed", change: (state, now) => to(toasted(state, now, text, tone)) });

const ask = async ({ with: call }: Extract<Effect, { type: "ask" }>, outside: Outside): Promise<void> => {
  outside.send({ type: "changed", change: await call(outside.client) });
};

const again = async ({ id, request }: Extract<Effect, { type: "again" }>, outside: Outside): Promise<void> => {
  const { url } = await outside.client.status({});
  say(outside, `${id} is on its way again`, "muted");
  const answer = await outside.again(request, url);
  say(outside, `${id} again: ${answer.status} as ${answer.id ?? "a new request"}`, answer.ok ? "ok" : "warning");
};

/** Programs that have a clipboard, with what they are called with. */
const clipboards = [
  ["pbcopy"],
  ["wl-copy"],
  ["xclip", "-selection", "clipboard"],
  ["xsel", "-b"],
  ["clip.exe"],
] as const;

/** Asks the terminal, which may be on another computer, and this computer's own clipboard. */
const copy = async ({ text, what }: Extract<Effect, { type: "copy" }>, outside: Outside): Promise<void> => {
  const { env } = outside;
  outside.copy(text);
  const hasDisplay = (env["DISPLAY"] ?? env["WAYLAND_DISPLAY"] ?? "") !== "";
  for (const [name, ...args] of clipboards) {
    const path = name === "pbcopy" || name === "clip.exe" || hasDisplay ? systemProgram(name, env["PATH"]) : null;
    if (path === null) continue;
    const child = Bun.spawn([path, ...args], { stdin: Buffer.from(text), stdout: "ignore", stderr: "ignore" });
    if ((await child.exited) === 0) return say(outside, `copied ${what}`);
  }
  // Not every terminal lets programs copy, and none says so: the text is there to be marked.
  const lines = text.split("\n");
  outside.send({
    type: "changed",
    change: (state) =>
      to({ ...state, overlay: { kind: "pager", title: `Sent to the terminal's clipboard: ${what}`, lines, top: 0 } }),
  });
};

/** So much of what a command says is shown. */
const mostLines = 5000;
const mostBytes = 1_000_000;

/** No command that is meant to end takes longer. */
const commandMs = 120_000;

const command = async (words: readonly string[], outside: Outside): Promise<void> => {
  const { program, env, columns, send } = outside;
  const child = Bun.spawn([program, ...words, "--no-input"], {
    env: { ...env, COLUMNS: String(Math.max(38, columns() - 8)), NO_COLOR: "1" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    timeout: commandMs,
    maxBuffer: mostBytes,
  });
  const [out, problem, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  const all = `${problem}${out}`.trimEnd().split("\n");
  const isCut = all.length > mostLines || out.length + problem.length >= mostBytes; // then it was ended by us
  const lines = isCut ? [...all.slice(0, mostLines), "… and more, which a shell shows"] : all;
  const ended = code === 0 ? "done" : `ended with ${code}`;
  if (lines.length <= 1) return say(outside, lines[0] || `${words.join(" ")}: ${ended}`, code === 0 ? "ok" : "error");
  const title = `proxy-cli ${words.join(" ")}${code === 0 || isCut ? "" : `   exit ${code}`}`;
  send({ type: "changed", change: (state) => to({ ...state, overlay: { kind: "pager", title, lines, top: 0 } }) });
};

/** What it says last would be gone with the next picture, so a failure waits for a key. */
const lend = async (words: readonly string[], outside: Outside): Promise<void> => {
  const takeBack = outside.lend();
  const code = await lentTo(words, outside).finally(takeBack);
  say(
    outside,
    code === 0 ? `back from: ${words.join(" ")}` : `${words.join(" ")} ended with ${code}`,
    code === 0 ? "muted" : "error",
  );
};

const lentTo = async (words: readonly string[], outside: Outside): Promise<number> => {
  const code = await inTerminal([outside.program, ...words], outside);
  if (code !== 0) await inTerminal(["/bin/sh", "-c", untilEnter, String(code)], outside);
  return code;
};

/** A shell of its own reads the line: nothing of ours may keep reading what is typed for the dashboard. */
const untilEnter = "printf '\\nIt ended with %s. Enter goes back to the dashboard. ' \"$0\"; read -r _";

const inTerminal = (command: readonly string[], { env, gone }: Outside): Promise<number> =>
  Bun.spawn([...command], { env: { ...env }, stdin: "inherit", stdout: "inherit", stderr: "inherit", signal: gone })
    .exited;

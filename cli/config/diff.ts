import type { ConfigView } from "../../src/control/contract.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import { withTilde } from "../output/home.ts";
import { tableLines } from "../output/table.ts";
import type { Action } from "./action.ts";
import { inWords } from "./told.ts";
import { viewOf } from "./view.ts";

type Changed = { readonly name: string; readonly value: unknown; readonly default: unknown; readonly source: string };
type Waiting = { readonly name: string; readonly inFile: unknown; readonly inForce: unknown; readonly why: string };

/** What is not as it comes, and what the file says without its being so. */
export const diff: Action = {
  words: "",
  run: async (context) => {
    const { json, data, print, env, columns } = context;
    const { running, config } = await viewOf(context);
    const changed = await changedIn(config);
    const waiting = await waitingIn(context, config, running);
    if (json) return data({ running, file: config.file, changed, notInForce: waiting });
    const cut = { title: "", flexible: true };
    const table = (rows: readonly (readonly string[])[]): void => {
      const shape = [{ title: "" }, cut, cut, cut];
      for (const line of tableLines({ columns: shape, rows, width: columns }).slice(1)) print(line);
    };
    if (changed.length === 0) print("Everything is as it comes.");
    table(
      changed.map((one) => [
        one.name,
        inWords(one.value),
        withTilde(one.source, env["HOME"]),
        `(default: ${inWords(one.default)})`,
      ]),
    );
    if (waiting.length === 0) return;
    print(`Not in force, though ${withTilde(config.file, env["HOME"])} says it:`);
    table(waiting.map((one) => [`  ${one.name}`, inWords(one.inFile), `(in force: ${inWords(one.inForce)})`, one.why]));
  },
};

const changedIn = async ({ settings }: ConfigView): Promise<readonly Changed[]> => {
  const { initialValue, settingMeant } = await import("../../src/offline/config.ts");
  return settings.flatMap(({ name, value, source }) => {
    const initial = initialValue(settingMeant(name));
    return isSame(value, initial) ? [] : [{ name, value, default: initial, source }];
  });
};

/** What stands in the file as it is now, against what the daemon has taken from it or from elsewhere. */
const waitingIn = async (
  { client, env }: Context,
  { file, settings }: ConfigView,
  running: boolean,
): Promise<readonly Waiting[]> => {
  const { fileSays } = await import("../../src/offline/config.ts");
  const status = running ? await orNull(client.status({})) : null;
  return [...fileSays(file)].flatMap(([name, inFile]) => {
    const now = settings.find((one) => one.name === name);
    if (now === undefined || isSame(now.value, inFile)) return [];
    const isWaiting = status?.needsRestart.includes(name) ?? false;
    const why = isWaiting
      ? "proxy-cli restart"
      : now.source === file || now.source === "default"
        ? "proxy-cli reload"
        : withTilde(now.source, env["HOME"]);
    return [{ name, inFile, inForce: now.value, why }];
  });
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

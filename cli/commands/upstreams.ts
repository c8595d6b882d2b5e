import { chosenAction } from "../chosen-action.ts";
import type { Command, Context, Input } from "../command.ts";
import { addUpstream, editUpstream, fieldOptions, saysChanges } from "../upstreams/change.ts";
import { editServersFile } from "../upstreams/edit-file.ts";
import { listUpstreams } from "../upstreams/list.ts";
import { removeUpstream } from "../upstreams/remove.ts";
import { resetUpstream } from "../upstreams/reset.ts";
import { showUpstream } from "../upstreams/show.ts";
import { testUpstream } from "../upstreams/test.ts";
import { nameNeeded } from "../upstreams/view.ts";

// biome-ignore lint/suspicious/noConfusingVoidType: an action that has nothing to say returns nothing
type Act = (context: Context, name: string | null, flags: Input["flags"]) => Promise<number | void>;

const actions: Readonly<Record<string, Act>> = {
  list: (context) => listUpstreams(context),
  show: (context, name) => showUpstream(context, name),
  add: addUpstream,
  edit: (context, name, flags) =>
    saysChanges(flags)
      ? editUpstream(context, nameNeeded(name, "upstreams edit"), flags)
      : editServersFile(context, flags),
  remove: (context, name) => removeUpstream(context, name),
  test: (context, name, flags) => testUpstream(context, flags.has("all") ? null : name),
  reset: (context, name) => resetUpstream(context, name),
};

export default {
  args: "[action] [name]",
  summary: "where requests can go",
  actions: [
    ["list", "all of them, and how they stand"],
    ["show", "NAME: everything that is known of one", "upstreams"],
    ["add", "NAME: another one, with its address and type"],
    ["edit", "NAME: change one; without options in your editor", "upstreams"],
    ["remove", "NAME: take out one of yours; a built-in one as it ships", "upstreams"],
    ["test", "[NAME]: can it be reached, is its key right", "places"],
    ["reset", "NAME: forget that it was limited or down; the next request goes there", "upstreams"],
  ],
  options: [...fieldOptions, { flags: "--all", summary: "test every one (also without a name)" }],
  examples: [
    "proxy-cli upstreams",
    "proxy-cli upstreams add work --endpoint https://llm.example.com --type openai --key-from-env WORK_KEY",
    "proxy-cli upstreams test work",
    "proxy-cli upstreams edit work --region EU",
    "proxy-cli upstreams remove work",
    "proxy-cli upstreams reset work",
  ],
  run: async (context, { args: [action = "list", name], flags }) =>
    chosenAction("upstreams", action, actions)(context, name ?? null, flags),
} satisfies Command;

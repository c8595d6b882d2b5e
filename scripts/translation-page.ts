import { providers } from "../src/providers/index.ts";
import { efforts } from "../src/translation/request/settings/efforts.ts";
import { lossesBetween, rowsBetween } from "../src/translation/table/index.ts";
import type { Row } from "../src/translation/table/row.ts";

const formats = ["anthropic", "openai-chat", "openai-responses", "gemini"] as const;
type Format = (typeof formats)[number];

const labels: Readonly<Record<Format, string>> = {
  anthropic: "Anthropic's messages",
  "openai-chat": "chat completions",
  "openai-responses": "OpenAI's responses",
  gemini: "Gemini",
};

/** A row that a format has no word for is none of its rows. */
const fieldOf = ({ field }: Row, from: Format): string | null =>
  typeof field === "string" ? field : (field[from] ?? null);

const line = (row: Row, from: Format): readonly string[] => {
  const field = fieldOf(row, from);
  const cells = [field ?? "", row.does, row.why, `\`${row.rule}\``].map((cell) => cell.replaceAll("|", "\\|"));
  return field === null ? [] : [`| ${cells.join(" | ")} |`];
};

/** Rows that hold for whichever vendor speaks the format, or for some of its models. */
const pair = (from: Format, to: Format): string => {
  const vendors = providers.filter(({ endpoints }) => endpoints.some(({ dialects }) => dialects.includes(to)));
  const models = vendors.flatMap(({ quirks }) => [
    { quirks, model: null },
    ...(quirks.takes ?? []).map((takes) => ({
      quirks: { ...quirks, takes: [{ ...takes, models: /./ }] },
      model: "any",
    })),
  ]);
  const rows = new Map(models.flatMap((one) => rowsBetween(from, to, one)).map((row) => [row.rule, row]));
  const always = new Set(vendors.flatMap((one) => lossesBetween(from, to, one)).map(({ rule }) => rule));
  const lines = [...rows.values()].flatMap((row) => {
    const some = row.at === undefined || always.has(row.rule) ? "" : " (some models)";
    return line({ ...row, why: `${row.why}${some}` }, from);
  });
  return `## From ${labels[from]} to ${labels[to]}\n\n| what | becomes | why | row |\n|---|---|---|---|\n${lines.join("\n")}\n`;
};

/** What a person wants to know first. */
const inShort = `## In short

- What was said crosses whole: texts, calls with their arguments to the byte, results, images and documents where the model
  takes them. So do usage, reasons for stopping, errors with their class and status.
- Thoughts are their own vendor's. They travel through your program sealed, go back to that vendor when you do, and are shown to
  no other.
- **Claude Code elsewhere** (GPT, GLM by chat completions, Gemini, Mistral) does without what only Anthropic has: its shortening of
  long conversations (\`context_management\`), its own tools but for web search, its betas. Its marks for the cache become
  OpenAI's cache key; Gemini, Mistral and z.ai keep prompts unasked. The line of its system prompt that changes with every
  request stays here.
- **Codex elsewhere**: tools in namespaces and tools of plain text are unfolded and come back under their names; its WebSocket
  is refused, and it goes on over HTTP.
- **Gemini CLI elsewhere**: it gives thoughts back to nobody, so a model of Anthropic's begins each round of tools without its own.
- **SDKs of OpenAI at Anthropic**: marks for the cache are placed for them (\`translate.auto_cache\`). A prompt that comes again
  costs 1.35 times its input in two turns instead of 2; one that never comes again costs 1.25 instead of 1, so it pays as soon as
  about every fourth prompt comes again within five minutes.
- What a vendor holds for a client (a thread, an earlier response, a cached content) is nowhere else: refused.

## Answers

Sources that an answer cites are told in the words of OpenAI, of Gemini and of \`/v1/chat\`; Anthropic's need a seal that it alone
can set, so its clients get the text without them. A vendor that is silent in a stream is silent to nobody: the client gets
its own format's sign of life every ten seconds. Where another model stands in for the one that was asked for, answers bear the
name that the client knows; \`x-proxy-decision\` and \`why\` have both.

Answers and streams come back in the client's format, with the reasons, counts and errors that its own vendor would have
told: an SDK throws the same class with the same status. In streams of chat completions the usage comes in a chunk of its own,
to clients that ask for it (\`stream_options.include_usage\`). Clients of vendors that tell it to everybody (Mistral's SDK and
\`@ai-sdk/mistral\`, known by their user agents) get it beside the reason why the stream ended, where they look for it.`;

/** What becomes of a request on the way into another format, pair by pair. */
export const translationPage = (): string => {
  const pairs = formats.flatMap((from) => formats.filter((to) => to !== from).map((to) => pair(from, to)));
  const budgets = efforts.map(({ effort, tokens, upTo }) => {
    const range = Number.isFinite(upTo) ? `up to ${upTo.toLocaleString("en")}` : "more";
    return `| ${effort} | ${tokens.toLocaleString("en")} | ${range} |`;
  });
  return `# Translation between formats

Where a client and an upstream speak the same format, the bytes pass as they came. Where they do not, the request is written
anew: what the other format can say is carried, what comes near it is changed, what it cannot say is dropped, and what would
mean something else without it is refused with 400. Each change and each loss is named in the header \`x-proxy-notes\`, by its
row. \`/v1/chat\` is read as chat completions are.

Whether a row holds may depend on the vendor and on the model; a row that names some models says so.

${inShort}

## Efforts and budgets

An effort becomes a budget of tokens where a model counts its thoughts, and a budget an effort where it does not; of two efforts
that are as near the higher one is taken.

| effort | budget | from a budget of |
|---|---|---|
${budgets.join("\n")}

${pairs.join("\n")}`;
};

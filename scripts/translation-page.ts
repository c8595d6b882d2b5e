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

const fieldOf = ({ field }: Row, from: Format): string => (typeof field === "string" ? field : (field[from] ?? ""));

const line = (row: Row, from: Format): string =>
  `| ${fieldOf(row, from).replaceAll("|", "\\|")} | ${row.does} | ${row.why.replaceAll("|", "\\|")} | \`${row.rule}\` |`;

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
  const lines = [...rows.values()].map((row) => {
    const some = row.at === undefined || always.has(row.rule) ? "" : " (some models)";
    return line({ ...row, why: `${row.why}${some}` }, from);
  });
  return `## From ${labels[from]} to ${labels[to]}\n\n| what | becomes | why | row |\n|---|---|---|---|\n${lines.join("\n")}\n`;
};

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

## Answers

Answers and streams come back in the client's format, with the reasons, counts and errors that its own vendor would have
told: an SDK throws the same class with the same status. In streams of chat completions the usage comes in a chunk of its own,
to clients that ask for it (\`stream_options.include_usage\`). Clients of vendors that tell it to everybody (Mistral's SDK and
\`@ai-sdk/mistral\`, known by their user agents) get it beside the reason why the stream ended, where they look for it.

## Efforts and budgets

An effort becomes a budget of tokens where a model counts its thoughts, and a budget an effort where it does not; of two efforts
that are as near the higher one is taken.

| effort | budget | from a budget of |
|---|---|---|
${budgets.join("\n")}

${pairs.join("\n")}`;
};

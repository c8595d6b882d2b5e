/** Writes every file that follows from the source; with `--check` only says which ones are out of date. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { exitCodeOf, exitCodes } from "../cli/exit-codes.ts";
import { configJsonSchema } from "../src/config/json-schema.ts";
import { modelsJsonSchema } from "../src/config/models/model.ts";
import { ownEnvName, settingNames, settings } from "../src/config/schema.ts";
import { serversJsonSchema } from "../src/config/servers/json-schema.ts";
import { configTemplate, forEditors } from "../src/config/template.ts";
import { type FailureCode, failures, ProxyError } from "../src/core/errors.ts";
import { fieldsOf } from "./answers/fields.ts";
import { answers } from "./answers/index.ts";
import { faultPage, madePage, promisePage, testSources } from "./catalogue.ts";
import { cliPage } from "./cli-page.ts";
import { configurationPage } from "./configuration-page.ts";
import { dashboardPage } from "./dashboard-page.ts";
import { modelsPage } from "./models-page.ts";
import { routingPage } from "./routing-page.ts";
import { translationPage } from "./translation-page.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

const errorTable = (): string => {
  const rows = Object.entries(failures).map(
    ([code, { kind, status, outcome, retry }]) =>
      `| \`${code}\` | ${kind} | ${status} | \`${outcome}\` | ${retry ? "yes" : "no"} |`,
  );
  return `# Errors that the proxy itself makes

An error of a vendor passes untouched. An error of ours is written in the client's own format and named in the header
\`x-proxy-error\`; \`x-proxy-request-id\` leads to its line in \`proxy-cli logs\`. The outcome is what the ledger keeps:
who ended the exchange (Client, Server = upstream, Policy, Resource, Internal; lower case = by a timeout) and in which
phase (Request, Connect, Headers, Data). \`--\` is a proper end, \`I?\` was interrupted by the daemon's own death.
A client can leave, and a request be cancelled, in more than one phase; the table has the usual one.

| name | kind | HTTP status | outcome | may be sent again |
|---|---|---|---|---|
${rows.join("\n")}
`;
};

const settingTable = (): string => {
  const rows = settingNames.map((name) => {
    const { initial, env, restart, why } = settings[name];
    const variables = [ownEnvName(name), ...env.filter((one) => one !== ownEnvName(name))];
    const names = variables.map((one) => `\`${one}\``).join(" ");
    return `| \`${name}\` | \`${JSON.stringify(initial)}\` | ${names} | ${restart ? "restart" : "at once"} | ${why} |`;
  });
  return `# Settings

Where a value may stand, and which place wins: [configuration](configuration.md). How to change one, and when that counts:
[changing settings](changing-settings.md).

| setting | default | environment | a change is seen | what it is for |
|---|---|---|---|---|
${rows.join("\n")}
`;
};

const exitCodeTable = (): string => {
  const names = Object.keys(failures) as readonly FailureCode[]; // the table's own keys
  const leadingTo = (code: number): string =>
    names
      .filter((name) => exitCodeOf(new ProxyError(name, "")) === code)
      .map((name) => `\`${name}\``)
      .join(" ");
  const rows = exitCodes.map(({ code, meaning }) => `| ${code} | ${meaning} | ${leadingTo(code)} |`);
  return `# Exit codes of proxy-cli

What a command ends with, for scripts. \`proxy-cli run\` ends as its program does: its own code, 128 and the number of
the signal that ended it, 126 when it may not be run, 127 when there is none. On failure nothing is written to stdout,
with two exceptions that are the answer: \`status\` (3) and \`upstreams test\` and \`doctor\` (69).

| code | meaning | errors (see [errors](errors.md)) |
|---|---|---|
${rows.join("\n")}
`;
};

const answerPage = (): string => {
  const parts = Object.entries(answers).map(
    ([name, { words, type }]) =>
      `## ${name}\n\n\`proxy-cli ${words.join(" ")} --json\`\n\n\`\`\`\n${fieldsOf(type).join("\n")}\n\`\`\`\n`,
  );
  return `# Answers for programs

With \`--json\` a command prints one object (\`logs\`: one for each line). \`schema\` is raised when a field goes or changes;
further fields may come at any time. Times are RFC 3339 in UTC, durations (\`_ms\`) whole milliseconds, money
(\`_usd_micros\`) whole micro-dollars; what is not known is \`null\`, never 0.

\`--fields a,b\` keeps only these fields: \`pid\`, \`tally.ok\`, and of each row of a list \`name\` or \`upstreams.name\`; with
\`--tsv\` they come as lines with tabs between them, for cut, awk and while read. When a command fails, its error is on
stderr and stdout is empty.

${parts.join("\n")}`;
};

/** Every generated file and its text. */
export const generated: Readonly<Record<string, () => string>> = {
  "config/proxy.yaml": () => forEditors(configTemplate(), "./proxy.schema.json"),
  "config/proxy.schema.json": () => `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
  "config/servers.schema.json": () => `${JSON.stringify(serversJsonSchema(), null, 2)}\n`,
  "config/models.schema.json": () => `${JSON.stringify(modelsJsonSchema(), null, 2)}\n`,
  "docs/configuration.md": configurationPage,
  "docs/answers.md": answerPage,
  "docs/cli.md": cliPage,
  "docs/dashboard.md": dashboardPage,
  "docs/errors.md": errorTable,
  "docs/exit-codes.md": exitCodeTable,
  "docs/models.md": modelsPage,
  "docs/routing.md": routingPage,
  "docs/settings.md": settingTable,
  "docs/translation.md": translationPage,
};

/** The generated files whose text on disk is not what the source says now. */
export const outdated = (texts = generated): readonly string[] =>
  Object.entries(texts).flatMap(([file, text]) =>
    existsSync(root + file) && readFileSync(root + file, "utf8") === text() ? [] : [file],
  );

/** The pages that follow from the titles of the tests, and what their lists and the tests disagree about. */
export const proven = (): {
  readonly pages: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
} => {
  const sources = testSources(root);
  const faults = madePage(root, faultPage, sources);
  const promises = madePage(root, promisePage, sources);
  return {
    pages: { "docs/faults.md": faults.text, "docs/promises.md": promises.text },
    problems: [...faults.problems, ...promises.problems],
  };
};

if (import.meta.main) {
  const { pages, problems } = proven();
  const texts: Readonly<Record<string, () => string>> = {
    ...generated,
    ...Object.fromEntries(Object.entries(pages).map(([file, text]) => [file, () => text])),
  };
  const stale = outdated(texts);
  for (const problem of problems) console.error(problem);
  if (process.argv.includes("--check")) {
    for (const file of stale) console.error(`${file} is out of date: run bun scripts/docs.ts`);
    process.exit(stale.length + problems.length === 0 ? 0 : 1);
  }
  for (const file of stale) writeFileSync(root + file, texts[file]?.() ?? "");
}

import { addresses, withoutEffect } from "../src/config/layers/older-shapes.ts";
import { type Meaning, olderVariables, plainVariables } from "../src/config/layers/older-variables.ts";
import { settingNames, settings } from "../src/config/schema.ts";
import { keyVariables } from "../src/config/secrets.ts";
import { entry } from "../src/config/servers/upstream.ts";

/** The page about where settings and upstreams come from; its lists are the source's own. */
export const configurationPage = (): string => filesPart() + keysPart() + othersPart();

const filesPart = (): string => `# Configuration

Strongest first: command line flag, environment, \`--env-file\`, \`config.yaml\`, default. \`proxy-cli config --list\` shows
each value in force and where it comes from: \`flag\`, \`env NAME\`, \`env-file FILE:LINE\`, the file, or \`default\`. Every
setting is in [settings](settings.md).

Everything that is wrong is told at once, with file, line and column, and keeps a start or a reload from happening; a
running daemon keeps what it has. What is only odd is told as a warning: at the start, in the log, and by
\`proxy-cli config validate\`.

## The files

\`config.yaml\` holds settings, \`servers.yaml\` upstreams and their keys; both are in the home folder and need not be there.
\`--config FILE\` takes another config.yaml. Sections may be written as such or with the whole name in one key
(\`server.port: 8080\`). A file of more than 128 KB, one that is no UTF-8 text, one that belongs to somebody else and one
that others can change is not read. A file with keys in it must be its owner's alone (\`chmod 600\`).

Fields of an upstream in servers.yaml:

| field | what it is for |
|---|---|
${fields()}

`;

const keysPart = (): string => `## Keys

By default nobody's key is held: a client's own travels to its own vendor, and nowhere else. To have the proxy add a key,
give it to an upstream as \`api_key\`: inline, or as \`\${NAME}\`, which is taken from the environment in which the daemon is
started, or from \`--env-file\`. Keys of vendors that merely stand in the environment (\`OPENAI_API_KEY\` and the like) are
not taken: they belong to the clients. ${keyVariables.map((name) => `\`${name}\``).join(", ")} are handed to the daemon
through a pipe and never stand in its environment. A key stays with the address that it was given with.

## --env-file

\`proxy-cli start --env-file FILE\` reads \`NAME=value\` lines: \`export\`, quotes and comments as shells have them. It is read
again at each reload and kept by a restart. A \`.env\` in the folder one is in is never read by itself. In such a file
these plain names count too, which in a shell may mean anything:

| variable | what it means here |
|---|---|
${variables(plainVariables)}

`;

const othersPart = (): string => `## Variables of other programs

| variable | what it means here |
|---|---|
${variables(olderVariables)}

## Sections and names of other programs

Read as they stand, each with a warning that says its new name.

| in config.yaml | what it means here |
|---|---|
${olderNames()}
`;

const fields = (): string =>
  Object.entries(entry.shape)
    .map(([name, shape]) => `| \`${name}\` | ${shape.meta()?.description ?? ""} |`)
    .join("\n");

const variables = (meanings: Readonly<Record<string, Meaning>>): string =>
  Object.entries(meanings)
    .map(([name, meaning]) => `| \`${name}\` | ${inWords(meaning)} |`)
    .join("\n");

const inWords = (meaning: Meaning): string => {
  switch (meaning.kind) {
    case "setting":
      return `${meaning.settings.map((name) => `\`${name}\``).join(", ")}${meaning.unit === "seconds" ? ", in seconds" : ""}`;
    case "debug":
      return "`log.level: debug` where it is true";
    case "custom":
      return `\`${meaning.field}\` of the upstream \`custom\`, which is then the one in use`;
    case "vendor":
      return `\`${meaning.field}\` of z.ai's upstream (\`international\` or \`cn\`, by the address), which is then the one in use`;
    case "nothing":
      return meaning.why;
    default:
      return meaning satisfies never;
  }
};

const olderNames = (): string =>
  [
    ...settingNames.flatMap((name) => settings[name].aliases.map((alias) => `| \`${alias}\` | \`${name}\` |`)),
    ...Object.entries(withoutEffect).map(([name, { why }]) => `| \`${name}:\` | ${why} |`),
    ...Object.keys(addresses).map((name) => `| \`${name}:\` | ${addressWords[name] ?? ""} |`),
  ].join("\n");

const addressWords: Readonly<Record<string, string>> = {
  ai_providers: "`ai_providers.NAME.base_url` is the `endpoint` of the upstream NAME",
  llm: "`base_url`, `type` and `api_key` make the upstream `custom`, which is then the one in use",
};

import { providers } from "../src/providers/index.ts";
import { modelMapRows } from "../src/routing/model-map.ts";

/** The page about models, made of the tables that act. */
export const modelsPage = (): string => `# Models

What a model costs, what fits into it and whether it takes images: \`proxy-cli models show NAME\`; in a file of your own,
\`models.yaml\`: [configuration](configuration.md).

## A model of another maker

A client that talks to an upstream of another vendor still asks for the models that it knows. Some ask for small ones that
nobody has chosen: for titles, for summaries, for what runs in the background. Where such a request goes to another vendor,
it asks for the model of the same size there. What \`models\` in config.yaml says comes before this table, and a name stays

- where its own maker answers, and at the simulator, which takes any name,
- where it looks like nobody's that is in this table,
- at an upstream of yours whose address is not the vendor's own: what is there only you know,
- where it is no model to chat with (embeddings, sound, images).

| at | small | medium | large |
|---|---|---|---|
${modelMapRows(providers)
  .map(
    ({ provider: { label }, defaults: { small, medium, large } }) =>
      `| ${label} | \`${small}\` | \`${medium}\` | \`${large}\` |`,
  )
  .join("\n")}

At z.ai the setting \`zai.text_model\` takes the place of its medium and its large one.

\`proxy-cli models alias NAME MODEL\` gives a model a name of your own, at every upstream or with \`--upstream\` at one;
\`proxy-cli models switch MODEL\` lets all that is asked for become one. Both are lines of \`models\` in config.yaml.

## Lists of models

\`GET /v1/models\`, \`/v1beta/models\` and both with the name of a model behind them are answered by the vendor itself, byte
for byte, where only one upstream is meant and it has a list in the client's format. Else they are put together, in the
client's format: what the upstreams list that have a key of ours, for programs that may use it, as far as a request for that
model would get there; and the names of \`models\`. An upstream that does not answer within 3 seconds is left out, and
\`x-proxy-notes\` says so; an answer is kept for 5 minutes.

## How large a model is

By its name alone; the first pattern of its maker that fits counts, and a name that fits none is medium.

| maker | size | names |
|---|---|---|
${modelMapRows(providers)
  .flatMap(({ provider: { label }, sizes }) =>
    sizes.map(({ tier, shape }) => `| ${label} | ${tier} | \`${shape.replaceAll("|", "\\|")}\` |`),
  )
  .join("\n")}
`;

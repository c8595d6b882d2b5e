import { type SettingName, settingNames, settings } from "../src/config/schema.ts";

const about = (name: SettingName): boolean => /^(routes|models|translate\.|router\.|zai\.)/.test(name);

const rows = (): string =>
  settingNames
    .filter(about)
    .map((name) => {
      const { initial, why } = settings[name];
      return `| \`${name}\` | \`${JSON.stringify(initial)}\` | ${why} |\n`;
    })
    .join("");

/** docs/routing.md: how it is decided where a request goes. */
export const routingPage = (): string => text + rows();

const text = `# Where a request goes

Each request is decided on by itself, in three questions: which upstream, which format is spoken there, which model is asked for.
The answer is in the header \`x-proxy-decision\` of each chat:

\`\`\`
x-proxy-decision: rule=routes[1] long; upstream=other; format=anthropic>openai-chat; model=claude-sonnet-4-5>glm-4.6
\`\`\`

## The upstream

The first of these that has a word to say:

1. the header \`x-proxy-upstream\` (a name, or \`auto\` for 5), and in \`/v1/chat\` the body's \`provider\`
2. the upstream that the conversation is pinned to (\`switch-upstream --session\`)
3. \`routes:\` of config.yaml, the first rule that fits; behind them the settings \`router.*\`, in this order: image, long_context,
   background, web_search, think
4. the current upstream (\`switch-upstream\`)
5. \`auto\`: the vendor that the request speaks to, by its key, model, headers, program, path and format

A rule that names no upstream leaves that to 4 and 5 and says the rest. \`upstream: auto\` in a rule means 5 whatever is current.

## Rules

\`\`\`yaml
routes:
  - name: pictures                  # as \`why\` calls it
    when: { images: true }          # also images that a tool gave
    to: { upstream: google, model: gemini-2.5-pro }
  - name: long
    when: { input_tokens: { above: 100000 }, dialect: anthropic }
    to: { upstream: openai, model: gpt-5.5 }
  - name: titles
    when: { background: true }      # haiku, nano, flash-lite: small models that clients pick by themselves
    to: { upstream: cn, model: glm-4.5-air }
  - name: vectors
    when: { path: /v1/embeddings }
    to: { upstream: mistral }
  - name: robots
    when: { client: "{robot,cron}*", stream: false, tools: ["Deploy*"] }
    to: { upstream: local, dialect: openai-chat }
\`\`\`

All of \`when\` has to be so; without it a rule is for every request. \`model\`, \`path\`, \`client\`, \`session\` and the names in
\`tools\` are patterns (\`*\` anything, \`?\` one sign, \`{a,b}\` one of these, in any case), or lists of them. Nothing of a body is
read unless a rule asks for it: the model and whether a stream is wanted are found without reading. Of a body that streams
through because it is large (\`limits.held_body_bytes\`) nobody knows what is in it: a rule that has to know is not for it, and
says so. How long a prompt is, is our estimate, with what was learned of the model from its vendor.

\`to\` has \`upstream\`, \`model\`, \`dialect\` (the format that is spoken there), \`thinking\` (true or false, where the client does
not say) and \`scale_tokens\`.

As lines of their own, for who knows them from routers for Claude Code:

\`\`\`yaml
router:
  background: cn,glm-4.5-air        # UPSTREAM,MODEL or MODEL
  long_context: google,gemini-2.5-pro
  long_context_tokens: 60000
\`\`\`

\`scale_tokens: true\` (or \`translate.scale_tokens\`) tells the client input tokens as if they filled the window of the model that it
asked for, so that it shortens its conversation in time; a number is the factor. The output is told as it is, the real input is
in \`x-proxy-input-tokens\` of whole answers and in the ledger. It is done where an answer is translated: others pass as they came.

What is wrong in them (an upstream that is not there, a field that nobody knows, a pattern that can be none) is told with its
line: \`proxy-cli config test\`. Lists and maps live in the file; \`proxy-cli config edit\` opens it. What rules would do before they
are in force (\`config.watch: false\`, or another file) is told by \`proxy-cli config test --against last\`: where a request of late
went and would go, side by side, each step that differs. Nothing is sent for it. The request is in memory (\`view.keep_bytes\`), or
in its trace (\`trace.bodies\`); where a request went is told by \`proxy-cli why\`.

## The format

The client's own wherever it is spoken: then bytes pass as they came. Else what the vendor is best asked in: OpenAI's own host by
Responses, other hosts of that kind by chat completions, Google by Gemini, Anthropic by messages. What is lost then is in
[translation](translation.md). A rule may say \`dialect\`. A model's name may end with \`-openai\` or \`-anthropic\`
(\`glm-4.6-openai\`): that format is taken, and the ending is not sent; where \`models:\` has the whole name it is part of it.

WebSockets and paths that are no chat (embeddings, files, batches) are never translated: they go to an upstream of their format,
or are refused with \`dialect_unsupported\`.

## The model

A rule's \`model\`; else the first line that fits in \`models:\` of the upstream, then in that of \`"*"\` (a name itself before
patterns); else, at a vendor that does not make it, one of the same size ([models](models.md)); else the name as it is. The
simulator takes every name, and at addresses of your own a name is changed by rules and maps alone.

\`\`\`yaml
models:
  cn: { claude-*: glm-4.6 }
  "*": { best: claude-opus-4-5 }
\`\`\`

## z.ai

Text goes to the endpoint of the client's own format (\`zai.text_endpoint\`), images go to the OpenAI endpoint and to the model
that sees (\`zai.vision_model\`), whatever the ending of the name. Another vendor's model becomes \`zai.text_model\`, a small one a
small one of z.ai's. The variables of old count: TEXT_ENDPOINT_PREFERENCE, AUTOTEXT_MODEL, AUTOVISION_MODEL,
ENABLE_ZAI_THINKING.

## Settings

| setting | default | what it is for |
|---|---|---|
`;

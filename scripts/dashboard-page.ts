import { fields } from "../cli/dashboard/filter/fields.ts";
import { legends } from "../cli/dashboard/help/legends.ts";
import { type Binding, shownKeys } from "../cli/dashboard/keys/binding.ts";
import { everywhere } from "../cli/dashboard/keys/everywhere.ts";
import { movement } from "../cli/dashboard/keys/movement.ts";
import { places } from "../cli/dashboard/screens/index.ts";

/** The page about the dashboard, made of the tables that act. */
export const dashboardPage = (): string => `# The dashboard

\`proxy-cli tui\` shows what goes through the proxy while it goes, in a terminal of its own process: it asks the daemon over
its control socket, only looks, and can be closed at any time. \`proxy-cli demo\` shows it with made-up traffic.

![The dashboard](images/dashboard.svg)

- **Views** by number: ${places
  .filter(({ name }) => !name.startsWith("a "))
  .map(({ name }, at) => `${at + 1} ${name}`)
  .join(", ")}. \`enter\` goes into what is chosen, \`esc\` comes back.
- **Following.** New requests come in on top while the first one is chosen. Choosing another one stops that: the choice
  stays on its request. \`p\` holds the whole picture.
- **What it shows is what the commands say**: the same answers of the daemon, in the same units. \`-\` is unknown, \`~\` has an
  estimate in it, a gap in a chart is a time of which nothing is known.
- **It asks before** it ends, sends or costs anything. A key that does nothing just now says why.
- **Small terminals** lose charts first, then columns; from 40x10 on it works. \`--ascii\`, \`NO_COLOR\`, \`--theme light\`
  and \`--no-mouse\` change how it looks; no colour is ever the only sign. With a screen reader: \`proxy-cli stats --realtime --plain\`.
- **The clipboard** gets requests without keys. A terminal that lets no program copy shows the text to be marked.
${steering}
- **When the daemon is gone** the last picture stays, greyed, until it is back; \`s\` starts it.

## Keys everywhere

${table([...everywhere.bindings, ...movement.bindings])}

${places
  .flatMap(({ name, screen }) =>
    placePart(
      name,
      screen.keys.flatMap(({ bindings }) => bindings),
    ),
  )
  .join("\n\n")}

## Signs

${legends.map(({ title, lines }) => `**${title[0]}${title.slice(1).toLowerCase()}**\n\n\`\`\`\n${lines.join("\n")}\n\`\`\``).join("\n\n")}

## Filters

\`f\` composes one from what there is, \`/\` searches text. Fields stand beside each other for *and*, with \`|\` for *or*, with
\`!\` for *not*: \`model:glm* st:5xx | cost:>0.1 !client:curl "some text"\`.

| field | what it looks at |
|---|---|
${Object.entries(fields)
  .map(([name, { says }]) => `| \`${name}:\` | ${says} |`)
  .join("\n")}
`;

/** What a person is asked and told, and can do about it. */
const steering = `- **What waits for you comes up by itself**: a request that asks to go on past its budget, or out of a loop (\`a\` allow,
  \`s\` stop). Put off with \`esc\`, it stays among the alerts (\`a\`), where \`enter\` asks it again. A key of the first half
  second answers nothing: it was meant for what was there before.
- **What is left alone says for how long**: \`flaky down: connection refused, circuit open, next look in 2s\` among the
  alerts, until it answers again; limited keys and models in 2 Upstreams, where \`K\` forgets them. \`Q2\` in the list is the
  second of those who wait for their turn under a limit.
- **What is saved by not asking**: \`HIT 12 of 35, $0.20\` is what the cache of answers gave today; in wide terminals with
  the time that nobody waited, about.
- **Once more.** \`r\` sends a request again, with the key of the shell's environment or the proxy's own token; \`d\` compares
  it with the marked one, or with the turn before it.`;

const placePart = (name: string, bindings: readonly Binding[]): readonly string[] =>
  bindings.length === 0 ? [] : [`## Keys in ${name}`, table(bindings)];

const table = (bindings: readonly Binding[]): string =>
  ["| key | what it does |", "|---|---|", ...bindings.map(row)].join("\n");

const row = (binding: Binding): string => `| \`${shownKeys(binding).replaceAll("|", "\\|")}\` | ${binding.label} |`;

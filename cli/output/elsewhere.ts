import type { Switched } from "../../src/control/contract.ts";
import { visible } from "./visible.ts";

/** So many models and losses are told one by one. */
const most = { models: 4, losses: 5 } as const;

type Told = Pick<Switched, "formats" | "models" | "losses">;

/** What becomes of requests at another upstream, each line with its label: the formats, the models, what is lost. */
export const elsewhereLines = ({ formats, models, losses }: Told): readonly string[] => {
  const translated = formats.filter(({ from, to }) => from !== to);
  return [
    ...translated.map(({ from, to }) => `translated  ${from} -> ${to}`),
    ...modelLines(models).map((text, at) => `${at === 0 ? "model map" : ""}`.padEnd(12) + text),
    ...lossLines(losses).map((text, at) => `${at === 0 ? "lost there" : ""}`.padEnd(12) + text),
  ];
};

/** `claude-x -> glm-4.6`, the first few of them. */
export const modelLines = (models: Told["models"]): readonly string[] => [
  ...models.slice(0, most.models).map(({ from, to }) => `${visible(from)} -> ${visible(to)}`),
  ...(models.length > most.models ? [`and ${models.length - most.models} more`] : []),
];

const lossLines = (losses: Told["losses"]): readonly string[] => [
  ...losses.slice(0, most.losses).map(visible),
  ...(losses.length > most.losses
    ? [`and ${losses.length - most.losses} more kinds, where a request has them (docs/translation.md)`]
    : []),
];

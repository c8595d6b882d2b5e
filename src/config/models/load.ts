import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { ModelEntry } from "../../core/price.ts";
import type { Problem, Where } from "../../core/problem.ts";
import { nearest } from "../../lib/nearest.ts";
import { once } from "../../lib/once.ts";
import { type Complain, problem, refuseErrors } from "../text/problems.ts";
import { hasShape } from "../text/shape.ts";
import { type Entry, isNothing, plain, readYaml } from "../text/yaml.ts";
import { contradictionIn, entryOf, modelFields } from "./model.ts";

/** The models.yaml that ships. */
export const builtInModelsFile = fileURLToPath(new URL("../../../config/models.yaml", import.meta.url));

/**
 * What the models.yaml that ships says, read the quick way: while the daemon runs, and without places, as a test looks
 * after its mistakes.
 */
export const builtInModels = (): readonly ModelEntry[] => {
  const lists = shipped().parse(Bun.YAML.parse(readFileSync(builtInModelsFile, "utf8")));
  return Object.entries(lists).flatMap(([list, models]) =>
    Object.entries(models).map(([pattern, fields]) => entryOf(list, pattern, fields)),
  );
};

const shipped = once(() => z.record(z.string(), z.record(z.string(), modelFields())));

/** What the text of a models.yaml says, in its order. Throws `config_invalid` with all that is wrong. */
export const modelsIn = (text: string, file: string, lists: readonly string[]): readonly ModelEntry[] => {
  const problems: Problem[] = [];
  const entries = readModelsFile(text, file, lists, (problem) => void problems.push(problem));
  refuseErrors(problems);
  return entries;
};

/** The same; what cannot be read is complained of with its line, and left out. */
export const readModelsFile = (
  text: string,
  file: string,
  lists: readonly string[],
  complain: Complain,
): readonly ModelEntry[] => {
  const root = readYaml(text, file, complain);
  const shape = z.record(z.string(), z.unknown());
  if (root === null || !hasShape(root, "models", shape, complain)) return [];
  return (root.kind === "map" ? root.entries : []).flatMap((list) => {
    if (!lists.includes(list.key)) return refuseList(list, lists, complain);
    if (isNothing(list.value) || !hasShape(list.value, `models.${list.key}`, shape, complain)) return [];
    return (list.value.kind === "map" ? list.value.entries : []).flatMap((one) => entryIn(list.key, one, complain));
  });
};

const refuseList = ({ key, where }: Entry, lists: readonly string[], complain: Complain): readonly [] => {
  const what = `unknown provider; one of ${lists.join(", ")}`;
  complain(problem(where, `models.${key}`, what, { nearest: nearest(key, lists) }));
  return [];
};

const entryIn = (list: string, { key, where, value }: Entry, complain: Complain): readonly ModelEntry[] => {
  const name = `models.${list}.${key}`;
  if (isNothing(value) || !hasShape(value, name, modelFields(), complain)) return [];
  const fields = modelFields().parse(plain(value));
  const wrong = contradictionIn(fields);
  if (wrong === null) return [entryOf(list, key, fields)];
  complain(problem(placeOf(value, wrong.field) ?? where, `${name}.${wrong.field}`, wrong.why));
  return [];
};

const placeOf = (value: Entry["value"], field: string): Where | null =>
  (value.kind === "map" ? value.entries.find(({ key }) => key === field)?.where : null) ?? null;

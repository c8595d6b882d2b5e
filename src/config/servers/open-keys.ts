import { ProxyError } from "../../core/errors.ts";
import { wideMode } from "../../lib/private-file.ts";
import type { Draft } from "../layers/layer.ts";
import type { Variables } from "../layers/variables.ts";
import { secretNames } from "../secrets.ts";
import { keyFields } from "./keys.ts";

/** Throws `home_unsafe` where a file that other users can read has keys in it. */
export const refuseOpenKeys = (upstreams: ReadonlyMap<string, Draft>, variables: Variables): void => {
  const keys = [...upstreams.values()].flatMap(({ fields }) => keyFields.flatMap((field) => fields.get(field) ?? []));
  const secrets = [...variables].flatMap(([name, variable]) => (namesSecret.test(name) ? [variable] : []));
  const files = [...keys, ...secrets].filter(isKey).map(({ where }) => where.file);
  for (const file of new Set(files.filter((file) => file.startsWith("/")))) {
    const mode = wideMode(file);
    if (mode === null) continue;
    throw new ProxyError("home_unsafe", `${file} holds keys and is open to other users (mode ${mode}).`, {
      hint: `Try: chmod 600 ${file}`,
    });
  }
};

const namesSecret = /KEY|TOKEN|SECRET|PASSWORD|REDIS_URL/;

/** A value that only refers to a variable is none. */
const isKey = ({ value }: { readonly value: unknown }): boolean =>
  [value].flat().some((one) => typeof one === "string" && one !== "" && secretNames(one).length === 0);

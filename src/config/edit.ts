import { isScalar, parseDocument } from "yaml";
import type { SettingName } from "./schema.ts";
import { configTemplate } from "./template.ts";

/** The YAML text with this one value changed; comments, order and everything else stay. */
export const withSetting = (text: string | null, name: SettingName, value: unknown): string => {
  const document = parseDocument(text ?? configTemplate());
  if (document.contents === null) {
    // A file of comments only: keep them all and write the value below.
    const fresh = parseDocument("{}");
    fresh.setIn(name.split("."), value);
    return `${text ?? configTemplate()}\n${fresh.toString({ lineWidth: 0, collectionStyle: "block" })}`;
  }
  const keys = name.split(".");
  const section = keys.slice(0, -1);
  const found = document.getIn(section, true);
  if (isScalar(found) && found.value === null) {
    const map = document.createNode({}); // its lines are all comments, and they stay
    map.comment = found.comment ?? found.commentBefore ?? null;
    document.setIn(section, map);
  }
  document.setIn(keys, value);
  return document.toString({ lineWidth: 0 });
};

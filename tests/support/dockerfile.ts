/** One instruction of a Dockerfile: its word, and what follows it. */
export type Instruction = { readonly word: string; readonly rest: string };

/** The stages of a Dockerfile, each beginning with its FROM. Lines that end with a backslash go on. */
export const stagesOf = (text: string): readonly (readonly Instruction[])[] => {
  const lines = text.replaceAll(/\\\n/g, " ").split("\n");
  const stages: Instruction[][] = [];
  for (const line of lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"))) {
    const [, word = "", rest = ""] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (word === "FROM") stages.push([]);
    stages.at(-1)?.push({ word, rest });
  }
  return stages;
};

/** What these instructions of one kind say, in their order. */
export const allOf = (stage: readonly Instruction[], word: string): readonly string[] =>
  stage.filter((one) => one.word === word).map(({ rest }) => rest);

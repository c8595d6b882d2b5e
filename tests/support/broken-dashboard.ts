import { plugin } from "bun";

/** Loaded before the dashboard: some keys then do what only a mistake of ours does. */
const mistakes = `
  if (event.type === "key" && event.key.name === "!") throw new Error("a key is broken");
  if (event.type === "key" && event.key.name === "@") setTimeout(() => { throw new Error("a timer is broken"); }, 5);
  if (event.type === "key" && event.key.name === "#") void Promise.reject(new Error("a promise is broken"));
`;

const broken: Readonly<Record<string, readonly [before: string, after: string]>> = {
  "update.ts": ["now: number): Step => {\n  switch", `now: number): Step => {${mistakes}  switch`],
  "view.ts": [
    "const { size } = state;",
    `const { size } = state; if (state.view === "config") throw new Error("a panel is broken");`,
  ],
};

plugin({
  name: "mistakes",
  setup: (build) => {
    build.onLoad({ filter: /\/cli\/dashboard\/(?:update|view)\.ts$/ }, async ({ path }) => {
      const text = await Bun.file(path).text();
      const [before, after] = broken[path.slice(path.lastIndexOf("/") + 1)] ?? ["", ""];
      if (!text.includes(before)) throw new Error(`${path} has changed: nothing in it is broken`);
      return { contents: text.replace(before, () => after), loader: "ts" };
    });
  },
});

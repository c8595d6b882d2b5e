import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { compiledFile, compiledFolder, type Made, madeFile, markOf } from "../src/lifecycle/compiled.ts";

/**
 * Compiles the daemon into one file that starts in half the time: `npm run build`. Made for the folder that it stands in;
 * a file that changes later makes it void, and the source runs again.
 */
export const build = async (root: string): Promise<string> => {
  const seen = new Map<string, string>();
  const folder = join(root, compiledFolder);
  const draft = `${folder}.${process.pid}`;
  const made = await Bun.build({
    entrypoints: [join(root, "src/lifecycle/process.ts")],
    target: "bun",
    format: "cjs",
    bytecode: true,
    outdir: draft,
    naming: compiledFile,
    sourcemap: "linked", // what is logged of a mistake names the place in the source
    minify: { syntax: true, whitespace: true },
    external: loadedLater,
    plugins: [atHome(seen)],
  });
  if (!made.success) throw new Error(made.logs.join("\n"));
  writeFileSync(join(draft, madeFile), JSON.stringify(madeOf(root, seen)));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(draft, folder);
  return join(folder, compiledFile);
};

/** Packages that no start needs, or that look for files of their own. */
const loadedLater = ["ws", "ioredis", "conf", "chokidar", "js-tiktoken", "@pydantic/genai-prices"];

/** Notes what each file was like when it was read, and lets it find its neighbours where they are. */
const atHome = (seen: Map<string, string>): Bun.BunPlugin => ({
  name: "at home",
  setup: (builder) => {
    builder.onLoad({ filter: /\.(ts|js|mjs|cjs|json)$/ }, async ({ path, loader }) => {
      seen.set(path, markOf(path));
      const text = await Bun.file(path).text();
      const contents = path.endsWith(".ts")
        ? text.replaceAll("import.meta.url", JSON.stringify(Bun.pathToFileURL(path).href))
        : text;
      return { contents, loader };
    });
  },
});

/** npm writes this file whenever it changes a package. */
const packages = "node_modules/.package-lock.json";

/** Of the packages one file tells enough. */
const madeOf = (root: string, seen: ReadonlyMap<string, string>): Made => {
  const files = [...seen].map(([path, mark]) => [relative(root, path), mark] as const);
  const ours = files.filter(([file]) => !file.startsWith("node_modules/"));
  return {
    bun: Bun.version,
    root,
    files: Object.fromEntries([...ours, [packages, markOf(join(root, packages))]]),
  };
};

if (import.meta.main) console.log(`compiled: ${await build(join(import.meta.dir, ".."))}`);

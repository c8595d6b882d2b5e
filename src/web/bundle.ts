import { join } from "node:path";

/** A file of the page, as it is served. */
export type Asset = {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly packed: Uint8Array<ArrayBuffer>;
};

/** The files of the page by their names. */
export type Assets = Readonly<Record<AssetName, Asset>>;

/** One of them. */
export type AssetName = "app.js" | "login.js" | "style.css";

/** Where the page's own sources are. */
const folder = join(import.meta.dir, "../../cli/web/browser");

const entries = { "app.js": "main.ts", "login.js": "login.ts" } as const;

/**
 * Makes the page's scripts of their sources, with what Bun has built in: there is nothing to build before a start and nothing
 * else that is installed. It takes some ten milliseconds, once, and only where somebody asks for the page.
 */
export const bundleOf = async (): Promise<Assets> => {
  const [app, login, style] = await Promise.all([
    scriptOf(join(folder, entries["app.js"])),
    scriptOf(join(folder, entries["login.js"])),
    styleOf(join(folder, "style")),
  ]);
  return {
    "app.js": assetOf("text/javascript; charset=utf-8", app),
    "login.js": assetOf("text/javascript; charset=utf-8", login),
    "style.css": assetOf("text/css; charset=utf-8", style),
  };
};

const scriptOf = async (entry: string): Promise<string> => {
  const { outputs } = await Bun.build({ entrypoints: [entry], target: "browser", format: "esm", minify: true });
  return (await outputs[0]?.text()) ?? "";
};

/** The sheets in the order of their names. */
const styleOf = async (sheets: string): Promise<string> => {
  const names = [...new Bun.Glob("*.css").scanSync(sheets)].toSorted();
  return (await Promise.all(names.map((name) => Bun.file(join(sheets, name)).text()))).join("");
};

const assetOf = (type: string, text: string): Asset => {
  const bytes = new TextEncoder().encode(text);
  return { type, bytes, packed: Bun.gzipSync(bytes) };
};

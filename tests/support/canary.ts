import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Keys that open nothing, shaped like each vendor's own: none of their bytes may ever be written anywhere. */
export const canaries = {
  anthropic: "sk-ant-CANARY0b5c4d3e2f1a09876543210aaaa",
  openai: "sk-proj-CANARY9f8e7d6c5b4a3928170605bbbb",
  google: "AIzaCANARYx7Qp2Lk9Vt4Rw8Zs1Yc6Bn3Hm5Jd0G",
  zai: "0ca7a1e00ca7a1e00ca7a1e00ca7a1e0.CANARYzaiKEY4242",
  /** A key that the daemon holds itself. */
  held: "sk-ant-CANARYheld77665544332211ccccdddd",
} as const;

/** The shapes in which a key may hide: as it is, hex, base64 (in all three alignments), and as a URL writes it. */
const disguises = (key: string): readonly string[] => {
  const bytes = Buffer.from(key);
  const base64 = [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    return shifted.slice(4, -4); // its edges depend on the neighbours
  });
  return [key, bytes.toString("hex"), ...base64, encodeURIComponent(key), [...key].reverse().join("")];
};

/** Where any of the keys is found in these texts; empty is what must be. */
export const leaksIn = (texts: Readonly<Record<string, string>>, keys: readonly string[] = Object.values(canaries)) =>
  Object.entries(texts).flatMap(([where, text]) =>
    keys.flatMap((key) => (disguises(key).some((shape) => text.includes(shape)) ? [`${where}: ${key}`] : [])),
  );

/** Every file below a folder by its path, as latin-1 text: logs, sqlite with its wal, state. */
export const textsUnder = (folder: string): Readonly<Record<string, string>> => {
  const texts: Record<string, string> = {};
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, String(name));
    if (statSync(path).isFile()) texts[path] = readFileSync(path, "latin1");
  }
  return texts;
};

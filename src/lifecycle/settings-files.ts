import { refuseGone, refuseWideKeys } from "../config/home.ts";
import { readSettings, type Settings } from "../config/read.ts";
import { type ConfigWatch, createConfigWatch } from "../config/watch.ts";
import { providers } from "../providers/index.ts";
import type { Sources } from "../rehearsal/tried.ts";
import type { DaemonOptions } from "./opening.ts";
import type { Orders } from "./orders.ts";

type Options = Pick<DaemonOptions, "paths" | "env" | "orders"> & {
  readonly onChange: () => void;
  readonly onTrouble: (code: string) => void;
};

/** The files that say how a daemon is to work, with the variables that they name. */
export class SettingsFiles {
  readonly watch: ConfigWatch;
  readonly #options: Options;
  /** Values of the variables that the files name; a reload may bring more. */
  #secrets: Orders["secrets"];

  constructor(options: Options) {
    const { paths, orders, onChange, onTrouble } = options;
    this.#options = options;
    this.#secrets = orders.secrets;
    const files = [orders.configFile ?? paths.config, paths.servers, paths.models, orders.envFile];
    this.watch = createConfigWatch({ files: files.filter((file) => file !== null), onChange, onTrouble });
  }

  /** More variables, or other values of those that are known. */
  learn(secrets: Orders["secrets"]): void {
    this.#secrets = { ...this.#secrets, ...secrets };
  }

  /** What they say now. Throws `config_invalid`. */
  read(): Settings {
    this.watch.note();
    const settings = readSettings(this.sources());
    this.watch.taken();
    return settings;
  }

  /** The same for a daemon that runs: a file that is gone or open to others would be a mistake at the start, and is one now. */
  readAgain(): Settings {
    const gone = this.watch.gone();
    this.watch.note();
    refuseGone(gone);
    refuseWideKeys(this.#options.paths.servers);
    return this.read();
  }

  sources(): Sources {
    const { paths, env, orders } = this.#options;
    return { paths, env, orders: { ...orders, secrets: this.#secrets }, providers };
  }
}

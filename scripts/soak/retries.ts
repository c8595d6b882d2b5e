import { goneUpstream } from "./habits.ts";

const line = /^proxy_cli_retries_total\{(.*)\} (\d+)$/gm;

/** How often a try came to nothing and another one followed, where the first one had reached the vendor. */
export const retriesOf = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics?format=prometheus`, { headers: { accept: "text/plain" } })).text();
  const reached = [...text.matchAll(line)].filter(([, labels = ""]) => !labels.includes(`"${goneUpstream}"`));
  return reached.reduce((sum, [, , count]) => sum + Number(count), 0);
};

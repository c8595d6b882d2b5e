import { accessSync, constants } from "node:fs";
import { rootCertificates } from "node:tls";
import { defineCheck, type Finding, ok, problem } from "./check.ts";

type Source = { readonly variable: string; readonly path: string; readonly isReadable: boolean };

type Facts = { readonly builtIn: number; readonly sources: readonly Source[] };

/** Whom TLS trusts: what Bun brings, and what the environment adds. */
export const judgeRoots = ({ builtIn, sources }: Facts): readonly Finding[] => {
  const unreadable = sources.filter(({ isReadable }) => !isReadable);
  const more = sources.filter(({ isReadable }) => isReadable).map(({ variable }) => ` and ${variable}`);
  return [
    ...(builtIn === 0
      ? [problem("TLS: this Bun has no certificates of its own", "npm install   in the folder of proxy-cli")]
      : []),
    ...unreadable.map(({ variable, path }) =>
      problem(`${variable} names ${path}, which cannot be read`, `unset ${variable}`),
    ),
    ...(builtIn > 0 && unreadable.length === 0
      ? [ok(`TLS trusts ${builtIn} built-in authorities${more.join("")}`)]
      : []),
  ];
};

const variables = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR"];

export default defineCheck({
  name: "roots",
  look: ({ context: { env } }): Facts => ({
    builtIn: rootCertificates.length,
    sources: variables.flatMap((variable) => {
      const path = env[variable] ?? "";
      return path === "" ? [] : [{ variable, path, isReadable: isReadable(path) }];
    }),
  }),
  judge: judgeRoots,
});

const isReadable = (path: string): boolean => {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
};

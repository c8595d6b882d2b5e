const factor = Number(process.env["PROXY_TEST_RUNS"] ?? 1);

/** How often a law is tried: so often in the gate, and many times that among the slower tests (`lawTests` of scripts/steps.ts). */
export const runs = (inTheGate: number): { readonly numRuns: number } => ({ numRuns: inTheGate * factor });

/** What the daemon's own pages tell. */
export type PageFacts = {
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly isDraining: boolean;
  readonly upstream: string;
  readonly totalRequests: number;
  readonly inFlight: number;
};

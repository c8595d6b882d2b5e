/** The same for an origin: `http://127.0.0.1:8080`. */
export const isLoopbackOrigin = (origin: string): boolean =>
  isLoopback(origin.slice(origin.indexOf("://") + 3).replace(/:\d+$/, ""));

/** Whether a host name, as a URL writes it, is this machine. */
export const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || hostname === "::1" || /^127(\.\d{1,3}){3}$/.test(hostname);

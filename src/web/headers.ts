/**
 * What every answer of the page carries. Scripts, styles and calls come from the page's own folder alone: whatever a vendor
 * answers under the same origin is not a part of it. Nothing inline counts, nothing may frame it, and text never becomes markup.
 */
export const pageHeaders = (host: string): Readonly<Record<string, string>> => ({
  "content-security-policy": policyFor(/^[\w.:[\]-]+$/.test(host) ? `http://${host}/_ui/` : "'none'"),
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
});

const policyFor = (own: string): string =>
  [
    "default-src 'none'",
    `script-src ${own}`,
    `style-src ${own}`,
    `connect-src ${own}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");

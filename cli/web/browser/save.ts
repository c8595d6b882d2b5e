import { page } from "./dom.ts";

/** Hands a text to the browser as a file. */
export const save = (name: string, text: string): void => {
  const link = page.document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
};

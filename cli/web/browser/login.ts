import { page } from "./dom.ts";
import { keep } from "./pass.ts";

/** Takes the code out of the address, where no history keeps it, and shows it at the door. */
const code = page.location.hash.slice(1);
page.history.replaceState(null, "", "/_ui/login");
const told = page.document.getElementById("told");

const enter = async (): Promise<void> => {
  const answer = await fetch("/_ui/login", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code }),
  });
  const said = (await answer.json()) as { readonly key?: string; readonly error?: { message: string; hint: string } };
  if (said.key !== undefined) {
    keep(said.key);
    page.location.replace("/_ui/");
  } else tell(said.error?.message ?? "The proxy did not let this browser in.", said.error?.hint ?? "");
};

const tell = (message: string, hint: string): void => {
  if (told !== null) told.textContent = `${message} ${hint}`;
};

if (code === "") tell("This address opens nothing by itself.", "Ask for a link: proxy-cli web");
else enter().catch(() => tell("The proxy does not answer.", "Is it running? Try: proxy-cli status"));

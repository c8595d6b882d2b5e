/** The page before its script has drawn anything. It holds no data, and nothing in it comes from anywhere. */
export const appPage = documentOf(
  `<div id="app"><p class="hint">Loading …</p></div>
<noscript><p class="hint">This page is drawn by its script, which is switched off.</p></noscript>
<script type="module" src="/_ui/app.js"></script>`,
);

/** Where a link of `proxy-cli web` leads: its script takes the code out of the address and shows it at the door. */
export const loginPage = documentOf(
  `<main class="door"><h1>proxy-cli</h1><p id="told">Opening the dashboard …</p></main>
<script type="module" src="/_ui/login.js"></script>`,
);

/** For a browser that nobody has let in. */
export const closedPage = documentOf(
  `<main class="door"><h1>proxy-cli</h1><p>This browser has not been let in, or its time is over.</p>
<p>Ask for a new link in a terminal:</p><pre>proxy-cli web --open</pre></main>`,
);

function documentOf(body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>proxy-cli</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_ui/style.css">
</head>
<body>
${body}
</body>
</html>
`;
}

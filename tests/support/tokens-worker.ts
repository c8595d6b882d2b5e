// A thread in the place of the one that counts: it dies over "die", says nothing to "hang", and counts letters otherwise.
declare const self: Worker;

self.onmessage = ({ data }: MessageEvent<{ readonly ticket: number; readonly texts: readonly string[] }>) => {
  if (data.texts.includes("die")) throw new Error("died");
  if (!data.texts.includes("hang"))
    self.postMessage({ ticket: data.ticket, counts: data.texts.map(({ length }) => length) });
};

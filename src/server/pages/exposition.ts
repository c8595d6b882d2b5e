/** The two texts that Prometheus reads. */
export type Exposition = "prometheus" | "openmetrics";

/** Names and values that tell the samples of a family apart. */
export type Labels = Readonly<Record<string, string>>;
/** One figure. */
export type Sample = { readonly suffix?: string; readonly labels?: Labels; readonly value: number | string };
/** Everything that is told under one name. */
export type Family = {
  /** Without the `_total` of a counter. */
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram" | "info";
  readonly help: string;
  readonly samples: readonly Sample[];
};

/** A family of one figure. */
export const one = (name: string, type: "counter" | "gauge", help: string, value: number | string): Family => ({
  name,
  type,
  help,
  samples: [{ value }],
});

/** Made for what is counted by labels. */
export const counter = (name: string, help: string, counted: readonly { labels: Labels; value: number }[]): Family => ({
  name,
  type: "counter",
  help,
  samples: counted.map(({ labels, value }) => ({ suffix: "_total", labels, value })),
});

/** The two formats differ in where a counter's ending stands, and that the older one knows no `info`. */
export const linesOf = ({ name, type, help, samples }: Family, format: Exposition): readonly string[] => {
  const ending = endings[type];
  const isOpen = format === "openmetrics";
  const family = isOpen ? name : `${name}${ending}`;
  const unit = isOpen ? /_(seconds|bytes|usd|tokens)$/.exec(name)?.[1] : undefined;
  return [
    `# HELP ${family} ${help}`,
    `# TYPE ${family} ${type === "info" && !isOpen ? "gauge" : type}`,
    ...(unit === undefined ? [] : [`# UNIT ${family} ${unit}`]),
    ...samples.map(({ suffix = ending, labels = {}, value }) => `${name}${suffix}${labelText(labels)} ${value}`),
  ];
};

const endings: Readonly<Record<Family["type"], string>> = {
  counter: "_total",
  gauge: "",
  histogram: "",
  info: "_info",
};

const labelText = (labels: Labels): string => {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
};

const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

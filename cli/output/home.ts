/** A text in which the user's home folder is `~`, as people write it. */
export const withTilde = (text: string, home: string | undefined): string => {
  if (home === undefined || home.length < 2) return text;
  return text.replaceAll(`${home}/`, "~/");
};

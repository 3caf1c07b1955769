/** Host and port of an address, as people read it. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

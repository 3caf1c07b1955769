// Tree-sitter query files are bundled as text.
declare module '*.scm' {
  const query: string;
  // eslint-disable-next-line no-restricted-exports -- esbuild's text loader exports it so
  export default query;
}

// Where Node finds a package: only modules can ask.
export default (specifier, importer) => import.meta.resolve(specifier, importer);

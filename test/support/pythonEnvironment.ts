/** Has programs under test run as for most people, whatever the machine tells Python, as not to buffer what is printed. */
export function forgetPythonSettings(): void {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('PYTHON')) Reflect.deleteProperty(process.env, name);
  }
}

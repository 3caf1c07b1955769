// What counts as a secret: by the name of what holds it, and by its looks. Runtimes are told these rules, so they stand
// here only; regular expressions keep to what JavaScript and Python read alike.

export interface SecretPattern {
  /** Texts one of which is in whatever it matches: to look for them is much quicker. */
  readonly hints: readonly string[];
  /** Of a regular expression; what its only group matches is secret. */
  readonly source: string;
}

export interface SecretRules {
  /** Names, as words in lower case, of what is always secret: text that is not empty, or a collection of texts. */
  readonly always: readonly string[];
  /** Names of what is secret where it looks random: at least 16 characters, a digit among them, no white space. */
  readonly whenRandom: readonly string[];
  /** As `whenRandom`, and white space does not matter. */
  readonly whenLong: readonly string[];
  /** Words that may stand behind the name: `password_hash` is a password, `password_rules` is none. */
  readonly suffixes: readonly string[];
  readonly patterns: readonly SecretPattern[];
}

export const secretRules: SecretRules = {
  always: [
    'password',
    'passwords',
    'passwd',
    'user pwd',
    'db pwd',
    'passphrase',
    'secret',
    'secrets',
    'credential',
    'credentials',
    'apikey',
    'api key',
    'api keys',
    'private key',
    'secret key',
    'access key',
    'encryption key',
    'signing key',
  ],
  whenRandom: ['token', 'auth', 'session', 'session id', 'sessionid', 'jwt', 'bearer', 'csrf'],
  whenLong: ['authorization', 'cookie', 'cookies'],
  suffixes: ['value', 'text', 'string', 'str', 'bytes', 'raw', 'plain', 'hash', 'header'],
  patterns: [
    // Amazon, GitHub, GitLab, Slack, Google, Stripe, OpenAI and others
    { hints: ['AKIA', 'ASIA'], source: '\\b((?:AKIA|ASIA)[A-Z0-9]{12,})' },
    {
      hints: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_', 'glpat-'],
      source: '\\b((?:gh[pousr]_|github_pat_|glpat-)[A-Za-z0-9_-]{16,})',
    },
    { hints: ['xox'], source: '\\b(xox[abeprs]-[A-Za-z0-9-]{10,})' },
    { hints: ['AIza'], source: '\\b(AIza[A-Za-z0-9_-]{30,})' },
    {
      hints: ['sk-', 'sk_', 'pk_', 'rk_'],
      source: '\\b((?:sk-|[spr]k_)(?:[a-z]+[-_])*[A-Za-z0-9_-]{16,})',
    },
    // JSON web tokens, bearer tokens
    { hints: ['eyJ'], source: '\\b(eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]*)?)' },
    { hints: ['earer '], source: '\\b[Bb]earer ([A-Za-z0-9._~+/=-]{12,})' },
    // private keys, up to their end or the end of the text
    {
      hints: ['PRIVATE KEY-----'],
      source: '-----BEGIN [A-Z ]*PRIVATE KEY-----((?:(?!-----END)[\\s\\S])+)',
    },
    // the password of a connection string
    { hints: ['://'], source: '\\b[a-z][a-z0-9+.-]{0,30}://[^/\\s:@]*:([^@\\s/]+)@' },
  ],
};

export const redactedText = '<redacted>';

/** Whether a name says that what it holds is secret, and of which kind. */
export function secrecyOf(name: string, rules = secretRules): 'always' | 'random' | 'long' | undefined {
  const words = wordsOf(name);
  while (words.length > 1 && isSuffix(words.at(-1) ?? '', rules)) words.pop();
  const ends = [words.slice(-2).join(' '), words.slice(-1).join(' ')];
  if (ends.some((end) => rules.always.includes(end))) return 'always';
  if (ends.some((end) => rules.whenRandom.includes(end))) return 'random';
  return ends.some((end) => rules.whenLong.includes(end)) ? 'long' : undefined;
}

/** The words of a name in snake, kebab or camel case. */
function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g) ?? []).map((word) => word.toLowerCase());
}

function isSuffix(word: string, rules: SecretRules): boolean {
  return /^[0-9]+$/.test(word) || rules.suffixes.includes(word);
}

/** Takes secrets out of texts. */
export class Redaction {
  private readonly patterns: readonly { readonly hints: readonly string[]; readonly pattern: RegExp }[];

  /** @param values Texts that are secret wherever they stand, such as those of the environment. */
  constructor(values: readonly string[] = [], rules = secretRules) {
    const exact = values.map((value) => ({ hints: [value], source: `(${escaped(value)})` }));
    this.patterns = [...exact, ...rules.patterns].map(({ hints, source }) => ({
      hints,
      pattern: new RegExp(source, 'g'),
    }));
  }

  /** @param replacement What stands for a secret. */
  text(text: string, replacement: (secret: string) => string = () => redactedText): string {
    let shown = text;
    for (const { hints, pattern } of this.patterns) {
      if (!hints.some((hint) => shown.includes(hint))) continue;
      shown = shown.replace(pattern, (whole: string, secret: string) => {
        const at = whole.lastIndexOf(secret);
        return whole.slice(0, at) + replacement(secret) + whole.slice(at + secret.length);
      });
    }
    return shown;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

const leastValue = 8;

/** The values of an environment whose names say that they are secret. */
export function secretValues(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(environment).flatMap(([name, value = '']) => {
    const secrecy = secrecyOf(name);
    const hidden =
      secrecy === 'always' ? value.length >= leastValue : secrecy !== undefined && looksRandom(value);
    // Files that hold secrets are named in plain, as is PWD.
    return hidden && !/^(\/|[A-Za-z]:\\)/.test(value) ? [value] : [];
  });
}

function looksRandom(value: string): boolean {
  return value.length >= 16 && /[0-9]/.test(value) && !/\s/.test(value);
}

// Which model to use: what was asked for, and what the environment says. Keys come from the environment alone.
import { parsePrice, type Budget, type Price } from '../../core/model/ledger';
import { Failure } from '../failure';

export type Protocol = 'openai' | 'anthropic';

export interface ModelSettings {
  readonly protocol: Protocol;
  /** Without a slash at its end. */
  readonly address: string;
  readonly model: string;
  readonly key?: string;
  readonly budget?: Budget;
  readonly price?: Price;
}

/** As the command line has them. */
export interface ModelFlags {
  /** A name, or false where no model may be used. */
  readonly model?: string | false;
  readonly endpoint?: string;
  readonly protocol?: string;
  readonly price?: string;
  /** Tokens at most. */
  readonly budget?: number;
}

const usualAddresses: Readonly<Record<Protocol, string>> = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
};

/** Undefined where no model is set up. @throws Failure where what is set up makes no sense */
export function modelSettings(flags: ModelFlags, environment: NodeJS.ProcessEnv): ModelSettings | undefined {
  if (flags.model === false) return undefined;
  const model = flags.model ?? said(environment['WITNESS_MODEL']);
  if (model === undefined) return undefined;
  const endpoint = flags.endpoint ?? said(environment['WITNESS_MODEL_ENDPOINT']);
  const asked = flags.protocol ?? said(environment['WITNESS_MODEL_PROTOCOL']);
  const protocol = asked === undefined ? protocolOf(endpoint, model) : protocolNamed(asked);
  const address = addressOf(endpoint ?? usualAddresses[protocol]);
  const key = said(environment['WITNESS_MODEL_KEY']) ?? usualKey(address, environment);
  const price = priceOf(flags.price ?? said(environment['WITNESS_MODEL_PRICE']));
  return {
    protocol,
    address,
    model,
    ...(key !== undefined && { key }),
    ...(flags.budget !== undefined && { budget: { tokens: flags.budget } }),
    ...(price !== undefined && { price }),
  };
}

function addressOf(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
  throw new Failure('usage', `${text} is not the address of an endpoint.`, 'Give one like https://host/v1.');
}

function protocolOf(address: string | undefined, model: string): Protocol {
  if (address === undefined) return model.startsWith('claude') ? 'anthropic' : 'openai';
  return hostIs(address, 'anthropic.com') ? 'anthropic' : 'openai';
}

function protocolNamed(text: string): Protocol {
  if (text === 'openai' || text === 'anthropic') return text;
  throw new Failure(
    'usage',
    `${text} is no protocol that Witness speaks.`,
    'It speaks openai and anthropic.',
  );
}

/** The variables that the providers' own tools read, each for its provider only. */
function usualKey(address: string, environment: NodeJS.ProcessEnv): string | undefined {
  if (hostIs(address, 'anthropic.com')) return said(environment['ANTHROPIC_API_KEY']);
  if (hostIs(address, 'openai.com')) return said(environment['OPENAI_API_KEY']);
  if (hostIs(address, 'openrouter.ai')) return said(environment['OPENROUTER_API_KEY']);
  return undefined;
}

function hostIs(address: string, domain: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

function priceOf(text: string | undefined): Price | undefined {
  if (text === undefined) return undefined;
  const price = parsePrice(text);
  if (price !== undefined) return price;
  throw new Failure(
    'usage',
    `${text} is no price.`,
    'Give what a million tokens cost, as IN:OUT or IN:CACHED:OUT.',
  );
}

function said(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

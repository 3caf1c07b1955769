// Requests about a program that has stopped in another debugger.
import { recordedStop } from '../../core/live/recordedStop';
import { stoppedDocument } from '../../core/live/stoppedDocument';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type { Recordings } from '../recordings/recordings';
import { whyNode } from '../recordings/whyChain';
import type { SyntaxService } from '../syntax/syntaxService';
import type { RequestHandlers } from './engineServer';

const parseLimitMs = 3000;
/** Steps of one origin that are told. */
const longestOrigin = 8;

export function liveHandlers(
  syntax: SyntaxService,
  recordings: Recordings,
): Pick<RequestHandlers, 'stoppedDocument' | 'recordedStop'> {
  return {
    stoppedDocument: async ({ file, text, line }) => {
      const language = languageOfPath(file);
      if (language === undefined) return { names: [], reads: [] };
      return syntax.withDocument(language, text, (document) => stoppedDocument(document, line, parseLimitMs));
    },
    recordedStop: async ({ recording: ref, file, line, values, names }) => {
      const open = await recordings.of(ref);
      const found = recordedStop(open.walk, file, line, values);
      const { step } = found;
      if (step === undefined) return { ...found, origins: [] };
      const origins = await Promise.all(
        names.map(async (name) => {
          const { nodes } = await open.why({ step, name });
          const told = nodes.filter(({ value }) => value !== undefined).slice(0, longestOrigin);
          return { name, nodes: told.map((node) => whyNode(node, open)) };
        }),
      );
      return { ...found, origins };
    },
  };
}

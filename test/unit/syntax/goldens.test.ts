import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { languageOfPath } from '../../../src/core/syntax/profiles/registry';
import { assertGolden } from '../../support/golden';
import { testSyntax } from '../../support/syntax';
import { pictureOf } from './picture';

const fixtures = path.resolve('test/fixtures/syntax');

describe('the model of every construct', () => {
  for (const folder of readdirSync(fixtures)) {
    for (const file of readdirSync(path.join(fixtures, folder))) {
      const { name, ext } = path.parse(file);
      it(`${folder}: ${name}`, async () => {
        const text = readFileSync(path.join(fixtures, folder, file), 'utf8');
        assertGolden(`syntax/${folder}/${name}`, await picture(file, text));
      });
      if (ext !== '.py' || name !== 'lines') continue;
      it(`${folder}: ${name}, a block a statement`, async () => {
        const text = readFileSync(path.join(fixtures, folder, file), 'utf8');
        assertGolden(`syntax/${folder}/${name}.line`, await picture(file, text, 'line'));
      });
    }
  }
});

async function picture(file: string, text: string, granularity: 'block' | 'line' = 'block'): Promise<string> {
  const language = languageOfPath(file);
  if (language === undefined) throw new Error(`${file} is of no language that we read`);
  const document = await (await testSyntax()).parse(language, text);
  const result = pictureOf(document.model(granularity), text);
  document.dispose();
  return result;
}

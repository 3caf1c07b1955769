// The schema that editors complete and check rule documents with is the one that Witness reads them with.
import { Ajv2020 } from 'ajv/dist/2020';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { jsonSchemaOfDocuments } from '../../../../src/core/dataflow/rules/schema';
import { builtInTexts } from '../../../support/rules';

const file = 'schemas/witness-rule.schema.json';

describe('the JSON schema of rule documents', () => {
  it('says what reading says', () => {
    const text = `${JSON.stringify(jsonSchemaOfDocuments(), undefined, 2)}\n`;
    if (process.env['WITNESS_ACCEPT'] === '1') writeFileSync(file, text);
    assert.equal(existsSync(file) ? readFileSync(file, 'utf8') : '', text, 'WITNESS_ACCEPT=1 writes it anew');
  });

  it('takes the documents that ship, and refuses what reading refuses', () => {
    const validate = new Ajv2020({ allErrors: true }).compile(jsonSchemaOfDocuments());
    for (const { file: name, text } of builtInTexts()) {
      assert.ok(validate(parse(text)), `${name}: ${JSON.stringify(validate.errors?.[0])}`);
      assert.ok(!validate({ ...(parse(text) as object), misspelt: true }), name);
    }
  });
});

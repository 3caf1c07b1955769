import assert from 'node:assert/strict';
import { locate } from '../../../src/core/review/anchor';

describe('the code of a comment', () => {
  const code = 'def f():\n    return 1';

  it('is found where it stood, and where it was moved to', () => {
    assert.equal(locate(code, `${code}\n`, 0), 0);
    assert.equal(locate(code, `# first\n\n${code}\n`, 0), 2);
    assert.equal(locate(code, `a\r\n${code.replace('\n', '  \r\n')}\r\n`, 7), 1);
  });

  it('is the nearest of several', () => {
    assert.equal(locate('x', 'x\na\nb\nx\nc\n', 2), 3);
    assert.equal(locate('x', 'x\na\nb\nx\nc\n', 1), 0);
  });

  it('is gone when it says something else', () => {
    assert.equal(locate(code, code.replace('1', '2'), 0), undefined);
    assert.equal(locate(code, '', 40), undefined);
  });
});

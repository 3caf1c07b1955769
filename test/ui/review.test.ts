// Reviewing changes as a person does it, in the packaged extension.
import assert from 'node:assert/strict';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { testRepository, type TestRepository } from '../support/repositories';
import { repositoryRoot } from '../support/vscode/repository';
import { useWorkbench } from '../support/vscode/workbenchHooks';

const shop = `"""Prices of a shop."""

import os
import sys


def total(prices, limit=100):
    """Sum of prices, at most the limit.

    >>> total([1, 2])
    3
    """
    result = 0
    for price in prices:
        result += price
    if result > limit:
        return limit
    return result


def names(items):
    found = []
    for item in items:
        found.append(item.strip())
    return found
`;
const changed = shop
  .replace('result > limit', 'result >= limit - 1')
  .replace(/ {4}found = \[\][^]*$/, '    return [item.strip() for item in items]\n')
  .replace('import os\nimport sys', 'import sys\nimport os');

describe('reviewing changes', () => {
  let repository: TestRepository | undefined;
  after(() => repository?.remove());

  const workbench = useWorkbench(() => {
    repository = testRepository();
    repository.commit({ 'shop.py': shop });
    repository.write({ 'shop.py': changed });
    return {
      version: 'stable',
      extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
      workspace: repository.root,
    };
  });

  it('says which parts need a look', async () => {
    await workbench().openFile('shop.py');
    await workbench().codeLens('Trace');
    await workbench().runCommand('Witness: Review Changes');
    const told = await workbench().rows(/total behaves differently/);
    assert.ok(
      told.some((text) => /names.*did the same before and after/.test(text)),
      told.join('\n'),
    );
    await workbench().screenshotInThemes('review-view');
  });

  it('comments at the line, with a call that shows the difference', async () => {
    await workbench().runCommand('Witness: Next Comment');
    const body = workbench().page.locator('.review-widget .comment-body');
    const text = await eventually(
      async () => (await body.first().innerText()).replaceAll('\u00a0', ' '),
      (shown) => shown.includes('before this change, and now returns'),
    );
    assert.match(text, /total\(.*Trace this call/s);
    await workbench().screenshotInThemes('review-comment');
  });

  it('is found again after a reload of the window', async () => {
    await workbench().runCommand('Developer: Reload Window');
    await workbench().page.waitForEvent('load');
    await workbench().rows(/total behaves differently/);
    await workbench().runCommand('Witness: Next Comment');
    await workbench().page.locator('.review-widget .comment-body').first().waitFor();
  });

  it('dismisses it with a reason, and lists it', async () => {
    await workbench().page.locator('.review-widget .codicon-circle-slash').first().click();
    await workbench()
      .page.locator('.quick-input-widget:visible')
      .getByText('Why is this not worth')
      .waitFor();
    await workbench().page.keyboard.type('as we want it');
    await workbench().page.keyboard.press('Enter');
    await workbench().rows(/^Dismissed/);
    await workbench().screenshotInThemes('review-dismissed');
  });
});

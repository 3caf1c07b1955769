// One card of the story. Everything that a program made up is set as text, never as markup.
import type { PanelTexts } from '../protocol/panel';
import type { StoryCard, StoryChange } from '../protocol/recordings';

const deepest = 12;

export function cardElement(card: StoryCard, texts: PanelTexts, goTo: (step: number) => void): HTMLElement {
  const item = element('li', `card ${card.kind} depth${Math.min(card.depth, deepest)}`);
  const { step } = card;
  if (step === undefined) {
    item.append(element('div', 'head', headText(card, texts)));
    return item;
  }
  const head = element('button', 'head');
  item.dataset['step'] = String(step);
  if (card.line !== undefined) head.append(element('span', 'line', String(card.line + 1)));
  head.append(
    element('code', 'text', card.text === '' ? `${texts.line} ${(card.line ?? 0) + 1}` : card.text),
  );
  head.addEventListener('click', () => {
    goTo(step);
  });
  item.append(head);
  if (card.changes.length > 0) item.append(changesElement(card.changes));
  return item;
}

function headText(card: StoryCard, texts: PanelTexts): string {
  switch (card.kind) {
    case 'iterations':
      return texts.iterations.replace('{0}', card.text);
    case 'calls':
      return texts.calls.replace('{0}', card.text);
    case 'returned':
      return `→ ${card.text}`;
    case 'call':
    case 'block':
    case 'raised':
      return card.text;
  }
}

/** `name  before → after`, one a row. */
function changesElement(changes: readonly StoryChange[]): HTMLElement {
  const list = element('dl', 'changes');
  for (const { name, before, after } of changes) {
    const value = element('dd', '');
    if (before !== undefined && before !== after) {
      value.append(element('del', '', before), element('span', 'arrow', ' → '));
    }
    value.append(element('ins', '', after));
    list.append(element('dt', '', name), value);
  }
  return list;
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

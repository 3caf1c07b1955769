// The page of a recording, in the browser: cards of blocks, a timeline, a slider, keys.
import type { Motion } from '../core/trace/recordingWalk';
import type { FromPage, PanelState, PanelTexts, ToPage } from '../protocol/panel';
import { cardElement } from './card';
import { drawTimeline } from './timelineDrawing';

interface VsCode {
  postMessage(message: FromPage): void;
  setState(state: PanelState): void;
}
declare function acquireVsCodeApi(): VsCode;

const vscode = acquireVsCodeApi();
const texts = JSON.parse(document.body.dataset['texts'] ?? '{}') as PanelTexts;
const keys: Readonly<Record<string, Motion>> = {
  ArrowRight: 'forward',
  ArrowLeft: 'back',
  ArrowDown: 'into',
  ArrowUp: 'out',
  Home: 'start',
  End: 'end',
  r: 'raise',
  n: 'nextOccurrence',
  p: 'previousOccurrence',
};

const title = byId('title');
const outcome = byId('outcome');
const evidence = byId('evidence');
const position = byId('position');
const slider = byId('slider') as HTMLInputElement;
const timeline = byId('timeline');
const cards = byId('cards');
const earlier = byId('earlier') as HTMLButtonElement;
const later = byId('later') as HTMLButtonElement;
const incomplete = byId('incomplete');
let page = { from: 0, shown: 0, total: 0 };
let total = 0;
let currentStep = -1;

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  receive(data);
});
document.addEventListener('keydown', (event) => {
  const motion = keys[event.key];
  const isSlider = event.target === slider && /^(Arrow|Home|End)/.test(event.key);
  if (motion === undefined || isSlider || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  vscode.postMessage({ kind: 'move', motion });
});
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-motion]')) {
  button.addEventListener('click', () => {
    vscode.postMessage({ kind: 'move', motion: button.dataset['motion'] as Motion });
  });
}
slider.addEventListener('input', () => {
  vscode.postMessage({ kind: 'goToNumber', number: Number(slider.value) });
});
timeline.addEventListener('click', (event) => {
  const { left, width } = timeline.getBoundingClientRect();
  const number = 1 + Math.floor(((event.clientX - left) / width) * total);
  vscode.postMessage({ kind: 'goToNumber', number });
});
earlier.addEventListener('click', () => {
  vscode.postMessage({ kind: 'cards', from: Math.max(0, page.from - page.shown) });
});
later.addEventListener('click', () => {
  vscode.postMessage({ kind: 'cards', from: page.from + page.shown });
});
vscode.postMessage({ kind: 'ready' });

function receive(message: ToPage): void {
  switch (message.kind) {
    case 'recording':
      vscode.setState(message.state);
      title.textContent = message.title;
      outcome.textContent = message.outcome;
      outcome.className = message.isGood ? 'good' : 'bad';
      evidence.textContent = message.evidence;
      total = message.total;
      slider.max = String(message.total);
      drawTimeline(timeline, message.timeline);
      return;
    case 'cards': {
      const { story } = message;
      page = { from: story.from, shown: story.cards.length, total: story.total };
      cards.replaceChildren(
        ...story.cards.map((card) =>
          cardElement(card, texts, (step) => {
            vscode.postMessage({ kind: 'goToStep', step });
          }),
        ),
      );
      earlier.hidden = page.from === 0;
      later.hidden = page.from + page.shown >= page.total;
      incomplete.hidden = story.complete || !later.hidden;
      mark();
      return;
    }
    case 'step':
      currentStep = message.step;
      position.textContent = message.text;
      slider.value = String(message.number);
      slider.setAttribute('aria-valuetext', message.text);
      timeline.style.setProperty('--at', String(total === 0 ? 0 : (message.number - 0.5) / total));
      timeline.classList.toggle('stands', message.number > 0);
      mark();
  }
}

/** Marks the card of the step at which one stands, or the one before it where that is folded away. */
function mark(): void {
  let current: HTMLElement | undefined;
  for (const card of cards.querySelectorAll<HTMLElement>('[data-step]')) {
    card.removeAttribute('aria-current');
    if (currentStep >= 0 && Number(card.dataset['step']) <= currentStep) current = card;
  }
  current?.setAttribute('aria-current', 'step');
  current?.scrollIntoView({ block: 'nearest' });
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no ${id}.`);
  return found;
}

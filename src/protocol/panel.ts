// Messages between the editor and the page that shows a recording.
import type { Motion } from '../core/trace/recordingWalk';
import type { Timeline } from '../core/trace/timeline';
import type { RecordingRef, StoryResult } from './recordings';

/** What the page keeps over a reload of the window. */
export interface PanelState {
  readonly recording: RecordingRef;
}

export type ToPage =
  | {
      readonly kind: 'recording';
      readonly state: PanelState;
      readonly title: string;
      readonly outcome: string;
      readonly isGood: boolean;
      readonly evidence: string;
      readonly total: number;
      readonly timeline: Timeline;
    }
  | { readonly kind: 'cards'; readonly story: StoryResult }
  /** Where one stands; `number` is 0 where nobody stands anywhere. */
  | { readonly kind: 'step'; readonly number: number; readonly text: string; readonly step: number };

export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'move'; readonly motion: Motion }
  | { readonly kind: 'goToNumber'; readonly number: number }
  | { readonly kind: 'goToStep'; readonly step: number }
  | { readonly kind: 'cards'; readonly from: number };

/** The texts of the page, filled in by the editor in its language. */
export interface PanelTexts {
  readonly position: string;
  readonly timeline: string;
  readonly earlier: string;
  readonly later: string;
  readonly cards: string;
  readonly line: string;
  readonly iterations: string;
  readonly calls: string;
  readonly incomplete: string;
}

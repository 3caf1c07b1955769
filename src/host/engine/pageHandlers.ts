// Requests of views that show a whole recording.
import { timelineOf } from '../../core/trace/timeline';
import type { Recordings } from '../recordings/recordings';
import type { RequestHandlers } from './engineServer';
import { shownOf } from './shownOf';

export type PageHandlers = Pick<RequestHandlers, 'openRecording' | 'story' | 'timeline'>;

export function pageHandlers(recordings: Recordings): PageHandlers {
  return {
    openRecording: async ({ recording: ref }) => {
      const { recording } = await recordings.of(ref);
      const { file, call, interpreter } = recording.parts.run;
      const asked = {
        file,
        ...(call !== undefined && { call }),
        ...(ref.entry !== undefined && { entry: ref.entry }),
      };
      const inUse = { executable: '', description: interpreter, origin: '' };
      return { shown: { ...shownOf(recording, asked), interpreter: inUse, durationMs: 0 } };
    },
    story: async (params) => (await recordings.of(params.recording)).story.page(params),
    timeline: async ({ recording, columns }) => timelineOf((await recordings.of(recording)).walk, columns),
  };
}

import { type TranslationBundle, nullTranslator } from '@jupyterlab/translation';
import { createContext, useContext, useEffect, useReducer } from 'react';

import type { Model } from '../lake/model';

/** Draws again when one of the models has changed. */
export function useModels(...models: readonly Model[]): void {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const slot = (): void => {
      draw();
    };
    models.forEach(model => model.changed.connect(slot));
    // What changed between drawing and this line would be lost.
    draw();
    return () => {
      models.forEach(model => model.changed.disconnect(slot));
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the models are the dependencies, one by one
  }, models);
}

/** Draws again every so often, for what changes with time alone. */
export function useTicks(milliseconds: number): void {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) {
        draw();
      }
    }, milliseconds);
    return () => {
      clearInterval(timer);
    };
  }, [milliseconds]);
}

export const Translation = createContext<TranslationBundle>(nullTranslator.load('lakeside'));

export function useTrans(): TranslationBundle {
  return useContext(Translation);
}

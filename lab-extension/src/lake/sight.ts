/** Whether anybody can see the page, and word of it when that changes. */
export interface Sight {
  readonly hidden: boolean;
  /** Calls back on every change, until what it returns is called. */
  onChange(callback: () => void): () => void;
}

export function sightOf(document: Document): Sight {
  return {
    get hidden() {
      return document.hidden;
    },
    onChange: callback => {
      document.addEventListener('visibilitychange', callback);
      return () => {
        document.removeEventListener('visibilitychange', callback);
      };
    }
  };
}

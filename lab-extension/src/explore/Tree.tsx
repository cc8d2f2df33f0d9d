import { type Range, defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  type ReactElement
} from 'react';

import { useTrans } from '../parts/hooks';
import type { ExploreModel } from './exploreModel';
import { type LineActions, TreeLine } from './TreeLine';
import { spoken } from './spoken';

const LINE_HEIGHT = 24;
const lineHeight = (): number => LINE_HEIGHT;

interface Props {
  readonly model: ExploreModel;
  readonly actions: LineActions;
}

/** The tree. Only the lines in sight are drawn; the keyboard's line is always among them. */
export function Tree({ model, actions }: Props): ReactElement {
  const trans = useTrans();
  const scroller = useRef<HTMLDivElement>(null);
  const focusWanted = useRef<string | null>(null);
  const focusHeld = useRef(false);
  const { lines, current } = model;
  const at = lines.indexOf(current);
  // Lines of DIDs are all of one height; only the others are measured, and known by name rather than by place.
  const others = lines.others;
  const itemKey = useCallback(
    (index: number) => (others.has(index) ? (lines.at(index)?.key ?? index) : index),
    [lines, others]
  );
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: lineHeight,
    overscan: 6,
    getItemKey: itemKey,
    rangeExtractor: (range: Range) => {
      const seen = defaultRangeExtractor(range);
      return at < 0 || seen.includes(at) ? seen : [...seen, at].sort((a, b) => a - b);
    }
  });
  const items = virtual.getVirtualItems();

  const { startIndex, endIndex } = virtual.range ?? { startIndex: 0, endIndex: -1 };
  useEffect(() => {
    if (endIndex >= 0) {
      model.setSight(startIndex, endIndex);
    }
  }, [model, lines, startIndex, endIndex]);

  // The line that the keyboard went to may have to be drawn first. And where what it was at is drawn no longer, a
  // button or a whole line, the browser leaves it nowhere: then it goes on at the current line. By its key, and in
  // the same breath as drawing: what was drawn before a key was pressed knows nothing of where that key led.
  useLayoutEffect(() => {
    if (focusHeld.current && document.activeElement === document.body) {
      focusWanted.current = current;
    }
    if (focusWanted.current !== null && focusWanted.current === current) {
      const element = scroller.current?.querySelector<HTMLElement>(`[data-index="${String(at)}"]`);
      if (element != null) {
        focusWanted.current = null;
        element.focus({ preventScroll: true });
      }
    }
  });

  const go = (move: () => void): void => {
    move();
    focusWanted.current = model.current;
    const index = model.lines.indexOf(model.current);
    if (index >= 0) {
      virtual.scrollToIndex(index);
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const onButton = event.target instanceof HTMLButtonElement;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / LINE_HEIGHT) - 1);
    const moves: Record<string, () => void> = {
      ArrowDown: () => {
        model.walk.by(1);
      },
      ArrowUp: () => {
        model.walk.by(-1);
      },
      PageDown: () => {
        model.walk.by(page);
      },
      PageUp: () => {
        model.walk.by(-page);
      },
      Home: () => {
        model.walk.to(0);
      },
      End: () => {
        model.walk.to(model.lines.length - 1); // there may be more by now than were drawn
      },
      ArrowRight: () => {
        model.walk.in();
      },
      ArrowLeft: () => {
        model.walk.out();
      }
    };
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      go(move);
    } else if (!onButton && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      const line = model.currentLine();
      if (line?.kind === 'did') {
        actions.toggle(line.key);
      } else if (line?.kind === 'more' || line?.kind === 'problem') {
        actions.showMore(line.parent);
      } else if (line?.kind === 'beside') {
        actions.refresh(line.parent ?? '');
      }
    } else if (!onButton && event.key.length === 1) {
      go(() => {
        model.walk.toName(event.key);
      });
    }
  };

  return (
    <div
      className="lakeside-tree"
      ref={scroller}
      onFocus={() => {
        focusHeld.current = true;
      }}
      onBlur={() => {
        focusHeld.current = false;
      }}
    >
      <div
        role="tree"
        aria-label={trans.__('What was found')}
        style={{ height: virtual.getTotalSize(), position: 'relative' }}
        onKeyDown={onKeyDown}
      >
        {items.map(({ index, start }) => {
          const line = lines.at(index);
          if (line === undefined) {
            return null;
          }
          const isCurrent = line.key === current;
          const away = line.kind === 'did' ? model.availability(line.row.did) : null;
          return (
            <div
              key={line.key}
              ref={line.kind === 'did' ? undefined : virtual.measureElement}
              data-index={index}
              role="treeitem"
              aria-level={line.level}
              aria-setsize={line.siblings}
              aria-posinset={line.position}
              aria-selected={isCurrent}
              aria-expanded={line.kind === 'did' && line.expanded !== null ? line.expanded : undefined}
              aria-label={spoken(line, trans, away)}
              aria-busy={line.kind === 'loading' ? true : undefined}
              tabIndex={isCurrent || (at < 0 && index === 0) ? 0 : -1}
              className={`lakeside-line lakeside-mod-${line.kind}`}
              data-lakeside-type={line.kind === 'did' ? line.row.type.toLowerCase() : undefined}
              data-lakeside-state={line.kind === 'did' ? line.row.here.state : undefined}
              data-lakeside-did={line.kind === 'did' ? line.row.did : undefined}
              style={{
                transform: `translateY(${String(start)}px)`,
                paddingLeft: `calc(${String(line.level - 1)} * var(--lakeside-indent) + 4px)`
              }}
              onClick={() => {
                model.setCurrent(line.key);
              }}
              onDoubleClick={() => {
                actions.toggle(line.key);
              }}
              onFocus={() => {
                model.setCurrent(line.key);
              }}
            >
              <TreeLine {...{ line, away, actions }} current={isCurrent} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

import { HTMLSelect } from '@jupyterlab/ui-components';
import { type RefObject, useId, useState, type ReactElement } from 'react';

import type { SearchType } from '../lake/wire';
import { IconButton } from '../parts/IconButton';
import { useTrans } from '../parts/hooks';
import { clockIcon, funnelIcon } from '../parts/icons';
import type { ExploreModel } from './exploreModel';
import { FilterForm } from './FilterForm';
import { type FilterKeys, endOfWord, withFilter } from './filters';

interface Props {
  readonly model: ExploreModel;
  readonly filters: FilterKeys;
  readonly box: RefObject<HTMLInputElement>;
  /** What says what is wrong with the words; null while nothing is. */
  readonly faultId: string | null;
  /** Opens the menu of searches; absent where nobody keeps them. */
  readonly onSearches: ((below: HTMLElement) => void) | null;
}

/** The box, the kind of DID, and what helps to fill the box. */
export function SearchBar({ model, filters, box, faultId, onSearches }: Props): ReactElement {
  const trans = useTrans();
  const filterId = useId();
  const [isFiltering, setFiltering] = useState(false);
  const types: readonly [SearchType, string][] = [
    ['all', trans.__('All')],
    ['container', trans.__('Containers')],
    ['dataset', trans.__('Datasets')],
    ['file', trans.__('Files')]
  ];
  const search = async (): Promise<void> => {
    await model.search();
    const at = model.problem?.type === 'bad-search' ? model.problem.at : null;
    if (at !== null && document.activeElement === box.current) {
      box.current?.setSelectionRange(at, endOfWord(model.text, at));
    }
  };
  return (
    <>
      <form
        className="lakeside-search"
        role="search"
        onSubmit={event => {
          event.preventDefault();
          void search();
        }}
      >
        <input
          ref={box}
          type="search"
          className="jp-mod-styled"
          aria-label={trans.__('Search the catalogue')}
          aria-invalid={faultId !== null}
          aria-describedby={faultId ?? undefined}
          placeholder={trans.__('scope:name, or part of a name')}
          value={model.text}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => {
            model.setText(target.value);
          }}
          onPaste={event => {
            // Several lines are a list of DIDs; the box has one line, and would join them.
            const pasted = event.clipboardData.getData('text/plain').trim();
            if (pasted.includes('\n')) {
              event.preventDefault();
              model.setText(pasted.split(/\s*[\r\n]+\s*/).join(' '));
            }
          }}
        />
        <HTMLSelect
          aria-label={trans.__('Kind of DID')}
          value={model.type}
          onChange={({ target }) => {
            model.setType(types.find(([type]) => type === target.value)?.[0] ?? 'all');
          }}
        >
          {types.map(([type, label]) => (
            <option key={type} value={type}>
              {label}
            </option>
          ))}
        </HTMLSelect>
        <IconButton
          icon={funnelIcon}
          label={trans.__('Filter')}
          isExpanded={isFiltering}
          controls={isFiltering ? filterId : undefined}
          onClick={() => {
            setFiltering(!isFiltering);
          }}
        />
        {onSearches !== null && (
          <IconButton
            icon={clockIcon}
            label={trans.__('Recent and saved searches')}
            hasMenu
            onClick={({ currentTarget }) => {
              onSearches(currentTarget);
            }}
          />
        )}
      </form>
      {isFiltering && (
        <FilterForm
          id={filterId}
          model={filters}
          onAdd={(key, operator, value) => {
            model.setText(withFilter(model.text, key, operator, value));
            void model.search();
          }}
          onClose={() => {
            setFiltering(false);
            box.current?.focus();
          }}
        />
      )}
    </>
  );
}

import { HTMLSelect } from '@jupyterlab/ui-components';
import { useEffect, useId, useState, type ReactElement } from 'react';

import { ProblemNote } from '../parts/ProblemNote';
import { useModels, useTrans } from '../parts/hooks';
import type { FilterKeys } from './filters';

interface Props {
  readonly id: string;
  readonly model: FilterKeys;
  readonly onAdd: (key: string, operator: string, value: string) => void;
  readonly onClose: () => void;
}

/** Puts a filter together from what can be filtered by, each key with its meaning. */
export function FilterForm({ id, model, onAdd, onClose }: Props): ReactElement {
  const trans = useTrans();
  useModels(model);
  useEffect(() => {
    void model.load();
  }, [model]);
  const about = useId();
  const [chosen, setChosen] = useState('');
  const [operator, setOperator] = useState('');
  const [value, setValue] = useState('');
  const key = model.keys.find(one => one.key === chosen) ?? model.keys[0];
  if (key === undefined) {
    return (
      <div id={id} className="lakeside-filter">
        {model.problem === null ? (
          <span className="lakeside-dim">{trans.__('Loading…')}</span>
        ) : (
          <ProblemNote problem={model.problem} actions={{ retry: () => void model.load() }} />
        )}
      </div>
    );
  }
  const sign = key.operators.includes(operator) ? operator : (key.operators[0] ?? '=');
  const examples: Record<string, string> = {
    bytes: '1GB',
    date: '2026-01-01',
    number: '1000',
    flag: 'true',
    text: trans.__('text, * for anything')
  };
  return (
    <form
      id={id}
      className="lakeside-filter"
      aria-label={trans.__('Filter')}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
      onSubmit={event => {
        event.preventDefault();
        if (value.trim() !== '') {
          onAdd(key.key, sign, value);
          setValue('');
        }
      }}
    >
      <HTMLSelect
        aria-label={trans.__('Filter by')}
        aria-describedby={about}
        autoFocus
        value={key.key}
        onChange={({ target }) => {
          setChosen(target.value);
        }}
      >
        {model.keys.map(one => (
          <option key={one.key} value={one.key}>
            {one.key}
          </option>
        ))}
      </HTMLSelect>
      <HTMLSelect
        aria-label={trans.__('Comparison')}
        value={sign}
        onChange={({ target }) => {
          setOperator(target.value);
        }}
      >
        {key.operators.map(one => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </HTMLSelect>
      <input
        className="jp-mod-styled"
        aria-label={trans.__('Value')}
        placeholder={examples[key.type] ?? ''}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => {
          setValue(target.value);
        }}
      />
      <button type="submit" className="lakeside-small-button">
        {trans.__('Add')}
      </button>
      <p id={about} className="lakeside-dim">
        {key.about}
      </p>
    </form>
  );
}

import { HTMLSelect } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import { type RefObject, useRef, type ReactElement } from 'react';

import { Commands } from '../commandIds';
import type { LakeModel } from '../lake/lakeModel';
import type { SearchType } from '../lake/wire';
import type { NotebooksModel } from '../notebook/notebooksModel';
import { ProblemNote } from '../parts/ProblemNote';
import { number } from '../parts/format';
import { useModels, useTrans } from '../parts/hooks';
import { openMenu } from '../parts/menu';
import { DetailsArea } from './DetailsArea';
import type { ExploreModel } from './exploreModel';
import { Tree } from './Tree';
import type { LineActions } from './TreeLine';

interface Props {
  readonly model: ExploreModel;
  readonly lake: LakeModel;
  /** Absent where notebooks are switched off. */
  readonly notebooks: NotebooksModel | null;
  readonly commands: CommandRegistry;
}

/** Search, what it found, and a close look at one row. */
export function ExplorePanel({ model, lake, notebooks, commands }: Props): ReactElement {
  useModels(model, lake, ...(notebooks === null ? [] : [notebooks]));
  const box = useRef<HTMLInputElement>(null);
  const instance = lake.instance;
  const run = (command: string, args: Record<string, string>): void => {
    if (commands.isEnabled(command, args)) {
      void commands.execute(command, args);
    }
  };
  const login = (): void => {
    run(Commands.login, {});
  };
  const of = (did: string): Record<string, string> => ({ did, instance: instance?.name ?? '' });
  const has = (command: string): boolean => commands.hasCommand(command);
  const actions: LineActions = {
    toggle: key => {
      model.toggle(key);
    },
    showMore: parent => {
      void model.showMore(parent);
    },
    attach: has(Commands.attach)
      ? ({ did }): void => {
          run(Commands.attach, of(did));
        }
      : null,
    download: has(Commands.download)
      ? ({ did }): void => {
          run(Commands.download, of(did));
        }
      : null,
    cancel: has(Commands.cancelDownload)
      ? ({ did }): void => {
          run(Commands.cancelDownload, of(did));
        }
      : null,
    menu: ({ did }, below) => {
      openMenu(
        commands,
        [Commands.attach, Commands.download, Commands.copyDid].map(command => ({ command, args: of(did) })),
        below
      );
    },
    login
  };

  const { details, problem } = model;
  return (
    <div className="lakeside-explore">
      <SearchBar model={model} box={box} />
      <div className="lakeside-found" role="status">
        <Found model={model} />
      </div>
      {problem !== null && (
        <ProblemNote
          problem={problem}
          actions={{
            login,
            retry: () => void model.search(),
            search: () => box.current?.select()
          }}
        />
      )}
      {model.lines.length > 0 ? (
        <Tree model={model} actions={actions} />
      ) : (
        <div className="lakeside-fill">
          {!model.searching && model.found === null && problem === null && (
            <Welcome lake={lake} onLogin={login} />
          )}
        </div>
      )}
      {details !== null && (
        <DetailsArea
          details={details}
          attachment={notebooks?.current?.attached(instance?.name ?? '', details.row.did) ?? null}
          onCopy={() => {
            run(Commands.copyDid, of(details.row.did));
          }}
          onAgain={() => {
            model.lookAgain();
          }}
        />
      )}
    </div>
  );
}

function SearchBar({
  model,
  box
}: {
  readonly model: ExploreModel;
  readonly box: RefObject<HTMLInputElement>;
}): ReactElement {
  const trans = useTrans();
  const types: readonly [SearchType, string][] = [
    ['all', trans.__('All')],
    ['container', trans.__('Containers')],
    ['dataset', trans.__('Datasets')],
    ['file', trans.__('Files')]
  ];
  return (
    <form
      className="lakeside-search"
      role="search"
      onSubmit={event => {
        event.preventDefault();
        void model.search();
      }}
    >
      <input
        ref={box}
        type="search"
        className="jp-mod-styled"
        aria-label={trans.__('Search the catalogue')}
        placeholder={trans.__('scope:name, or part of a name')}
        value={model.text}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => {
          model.setText(target.value);
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
    </form>
  );
}

function Found({ model }: { readonly model: ExploreModel }): ReactElement | null {
  const trans = useTrans();
  const { found, searching } = model;
  if (searching) {
    return <>{trans.__('Searching…')}</>;
  }
  if (found === null) {
    return null;
  }
  if (found.more) {
    return <>{trans.__('More than %1 matches, the first %1 shown', number(found.shown))}</>;
  }
  return found.shown === 0 ? (
    <>{trans.__('Nothing of that name. Check the scope, or search for part of the name.')}</>
  ) : (
    <>{trans._n('%2 match', '%2 matches', found.shown, number(found.shown))}</>
  );
}

/** What this is, for somebody who opens it for the first time, and the first step. */
function Welcome({
  lake,
  onLogin
}: {
  readonly lake: LakeModel;
  readonly onLogin: () => void;
}): ReactElement | null {
  const trans = useTrans();
  if (lake.service.kind === 'connecting') {
    return <p className="lakeside-dim">{trans.__('Starting…')}</p>;
  }
  if (lake.service.kind !== 'ready') {
    return null;
  }
  if (lake.instance?.login.state !== 'logged-in') {
    return (
      <div className="lakeside-welcome">
        <p>
          {trans.__(
            'Find a dataset in the Rucio catalogue, bring it here, and use it in your notebook as a list of files.'
          )}
        </p>
        <button type="button" className="jp-mod-styled jp-mod-accept" onClick={onLogin}>
          {lake.instance === null ? trans.__('Log in') : trans.__('Log in to %1', lake.instance.label)}
        </button>
      </div>
    );
  }
  return (
    <div className="lakeside-welcome lakeside-dim">
      <p>{trans.__('Type a DID, the start of one, or part of a name.')}</p>
      <p>
        <Example model={lake} />
      </p>
    </div>
  );
}

function Example({ model }: { readonly model: LakeModel }): ReactElement {
  const trans = useTrans();
  const account = model.instance?.login.account ?? 'scope';
  return <>{trans.__('user.%1: shows all of that scope, and * stands for anything.', account)}</>;
}

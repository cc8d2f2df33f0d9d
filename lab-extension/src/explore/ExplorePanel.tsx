import type { CommandRegistry } from '@lumino/commands';
import { useId, useRef, type ReactElement } from 'react';

import { Commands } from '../commandIds';
import type { LakeModel } from '../lake/lakeModel';
import { isInstanceAway } from '../lake/problem';
import { isAway } from '../lake/wire';
import type { NotebooksModel } from '../notebook/notebooksModel';
import { ProblemNote } from '../parts/ProblemNote';
import { useModels, useTrans } from '../parts/hooks';
import { openMenu } from '../parts/menu';
import { DetailsArea } from './DetailsArea';
import type { ExploreModel } from './exploreModel';
import type { FilterKeys } from './filters';
import { Fault, FoundLine, Notes } from './FoundLine';
import { SearchBar } from './SearchBar';
import type { Searches } from './searches';
import { searchMenu } from './searchMenu';
import { Tree } from './Tree';
import type { LineActions } from './TreeLine';
import { Welcome } from './Welcome';
import { webPage } from './webPage';

interface Props {
  readonly model: ExploreModel;
  readonly filters: FilterKeys;
  readonly searches: Searches;
  readonly lake: LakeModel;
  /** Absent where notebooks are switched off. */
  readonly notebooks: NotebooksModel | null;
  readonly commands: CommandRegistry;
}

/** Search, what it found, and a close look at one row. */
export function ExplorePanel(props: Props): ReactElement {
  const { model, filters, searches, lake, notebooks, commands } = props;
  useModels(model, lake, ...(notebooks === null ? [] : [notebooks]));
  const trans = useTrans();
  const box = useRef<HTMLInputElement>(null);
  const whole = useRef<HTMLDivElement>(null);
  const faultId = useId();
  const { instance } = lake;
  const run = async (command: string, args: Record<string, string>): Promise<void> => {
    if (commands.isEnabled(command, args)) {
      await commands.execute(command, args);
    }
  };
  const login = (): void => {
    void run(Commands.login, {});
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
    refresh: key => {
      void model.refresh(key);
    },
    attach: has(Commands.attach) ? ({ did }) => void run(Commands.attach, of(did)) : null,
    download: has(Commands.download) ? ({ did }) => void run(Commands.download, of(did)) : null,
    cancel: has(Commands.cancelDownload) ? ({ did }) => void run(Commands.cancelDownload, of(did)) : null,
    menu: ({ row, key, expanded }, below) => {
      const args = of(row.did);
      const ofCollections = [
        { command: Commands.copyList, args },
        { command: Commands.refreshListing, args: { key } }
      ];
      openMenu(
        commands,
        [
          { command: Commands.attach, args },
          { command: Commands.download, args },
          'line',
          { command: Commands.copyDid, args },
          ...(expanded === null ? [] : ofCollections),
          ...(instance?.web == null ? [] : [{ command: Commands.openWeb, args }])
        ],
        below
      );
    },
    login
  };

  const { details, problem } = model;
  const isFault = problem?.type === 'bad-search' && !model.searching;
  // Why an instance does not answer is said above, with what one can do about it.
  const isSaidAbove = isAway(instance?.reach ?? null) && problem !== null && isInstanceAway(problem);
  return (
    <div className="lakeside-explore" ref={whole}>
      <SearchBar
        {...{ model, filters, box }}
        faultId={isFault ? faultId : null}
        onSearches={below => {
          openMenu(commands, searchMenu(model, searches, trans), below);
        }}
      />
      <div className="lakeside-found" role="status">
        <FoundLine model={model} />
      </div>
      <Notes model={model} />
      {problem !== null && isFault && <Fault id={faultId} words={model.askedText} problem={problem} />}
      {problem !== null && !isFault && !isSaidAbove && (
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
          key={details.row.did}
          details={details}
          listing={model.listing}
          away={model.availability(details.row.did)}
          isOpenData={instance?.kind === 'opendata'}
          web={instance?.web == null ? null : webPage(instance.web, details.row)}
          attachment={notebooks?.current?.attached(instance?.name ?? '', details.row.did) ?? null}
          actions={{
            copy: () => run(Commands.copyDid, of(details.row.did)),
            copyList: () => run(Commands.copyList, of(details.row.did)),
            refresh: () => void model.refresh(model.current ?? ''),
            again: section => {
              model.lookAgain(section);
            },
            toggle: section => {
              model.toggleSection(section);
            },
            goTo: did => {
              void model.goTo(did).then(() => {
                toLine(whole.current);
              });
            }
          }}
        />
      )}
    </div>
  );
}

/** Takes the keyboard to the line that it is at for the tree, once that is drawn. */
function toLine(whole: HTMLElement | null): void {
  requestAnimationFrame(() => {
    whole?.querySelector<HTMLElement>('[role=treeitem][aria-selected=true]')?.focus();
  });
}

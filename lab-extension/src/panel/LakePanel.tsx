import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { Message } from '@lumino/messaging';
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, type ReactElement } from 'react';

import type { LakeModel } from '../lake/lakeModel';
import { LoginForm } from '../login/LoginForm';
import type { LoginModel } from '../login/loginModel';
import { Boundary } from '../parts/Boundary';
import { ProblemNote } from '../parts/ProblemNote';
import { Translation, useModels, useTrans } from '../parts/hooks';
import { lakeIcon } from '../parts/icons';
import { Header } from './Header';
import { LoginWarning } from './LoginWarning';
import { ReachNote } from './ReachNote';
import type { PanelModel, Tab } from './panelModel';

interface Props {
  readonly panel: PanelModel;
  readonly lake: LakeModel;
  readonly login: LoginModel;
  readonly commands: CommandRegistry;
}

export const PANEL_ID = 'jupyterlab-lakeside';

/** The side panel: head, whatever is wrong with the service, and the tabs or the login. */
export class LakePanel extends ReactWidget {
  constructor(
    private readonly parts: Props,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.id = PANEL_ID;
    this.addClass('lakeside-panel');
    this.title.icon = lakeIcon;
    this.title.caption = trans.__('Data lake');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Data lake'));
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.parts.panel.setSeen(true);
  }

  protected override onBeforeHide(message: Message): void {
    super.onBeforeHide(message);
    this.parts.panel.setSeen(false);
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.parts.panel.setSeen(this.isVisible);
  }

  protected override onBeforeDetach(message: Message): void {
    super.onBeforeDetach(message);
    this.parts.panel.setSeen(false);
  }

  protected override render(): ReactElement {
    return (
      <Translation.Provider value={this.trans}>
        <Whole {...this.parts} />
      </Translation.Provider>
    );
  }
}

function Whole({ panel, lake, login, commands }: Props): ReactElement {
  const trans = useTrans();
  useModels(panel, lake, login);
  const whole = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLElement | null>(null);
  const isLogin = login.instance !== null;
  useReturn(isLogin, whole, opener);
  return (
    <div
      ref={whole}
      className="lakeside-whole"
      onFocus={({ target }) => {
        if (!isLogin) {
          opener.current = target;
        }
      }}
    >
      <Header {...{ lake, commands }} model={login} />
      <ServiceNotes lake={lake} />
      {lake.instance !== null && <ReachNote lake={lake} instance={lake.instance} />}
      {lake.instance !== null && !isLogin && (
        <LoginWarning
          login={lake.instance.login}
          renewing={login.renewing}
          problem={login.renewal}
          onRenew={() => void login.renew(lake.instance?.name ?? '')}
          onLogIn={() => {
            login.open(lake.instance?.name ?? '');
          }}
        />
      )}
      {login.instance !== null ? (
        <LoginForm key={login.instance} model={login} lake={lake} />
      ) : (
        <Boundary key={panel.current?.id} sorry={trans.__('This tab could not be drawn; reload the page.')}>
          <Tabs panel={panel} />
        </Boundary>
      )}
    </div>
  );
}

/** When the form is gone and the keyboard with it: back to where it was, or to the tab where that is drawn anew. */
function useReturn(
  isLogin: boolean,
  whole: RefObject<HTMLElement>,
  opener: RefObject<HTMLElement | null>
): void {
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !isLogin && document.activeElement === document.body) {
      const tab = whole.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]');
      (opener.current?.isConnected === true ? opener.current : tab)?.focus();
    }
    was.current = isLogin;
  }, [isLogin, whole, opener]);
}

function ServiceNotes({ lake }: { readonly lake: LakeModel }): ReactElement | null {
  const { service, mismatch } = lake;
  const retry = (): void => {
    lake.tryAgain();
  };
  return (
    <>
      {service.kind === 'down' && <ProblemNote problem={service.problem} actions={{ retry }} />}
      {service.kind === 'misconfigured' &&
        service.problems.map(problem => (
          <ProblemNote key={problem.detail} problem={problem} actions={{ retry }} />
        ))}
      {mismatch !== null && <ProblemNote problem={mismatch} actions={{}} mild />}
    </>
  );
}

function Tabs({ panel }: { readonly panel: PanelModel }): ReactElement {
  const trans = useTrans();
  const id = useId();
  const { tabs, current } = panel;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const at = tabs.findIndex(tab => tab === current);
    const last = tabs.length - 1;
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last
    }[event.key];
    const tab = to === undefined ? undefined : tabs[to];
    if (tab !== undefined) {
      event.preventDefault();
      panel.setCurrent(tab.id);
      event.currentTarget.querySelector<HTMLElement>(`#${CSS.escape(`${id}-${tab.id}`)}`)?.focus();
    }
  };
  return (
    <>
      <div role="tablist" className="lakeside-tabs" aria-label={trans.__('Data lake')} onKeyDown={onKeyDown}>
        {tabs.map(tab => (
          <TabHead
            key={tab.id}
            tab={tab}
            id={`${id}-${tab.id}`}
            panelId={`${id}-panel`}
            isCurrent={tab === current}
            onClick={() => {
              panel.setCurrent(tab.id);
            }}
          />
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        className="lakeside-tabpanel"
        aria-labelledby={current === null ? undefined : `${id}-${current.id}`}
      >
        {current?.draw()}
      </div>
    </>
  );
}

interface HeadProps {
  readonly tab: Tab;
  readonly id: string;
  readonly panelId: string;
  readonly isCurrent: boolean;
  readonly onClick: () => void;
}

function TabHead({ tab, id, panelId, isCurrent, onClick }: HeadProps): ReactElement {
  useModels(...tab.models);
  const count = tab.count?.() ?? 0;
  return (
    <button
      type="button"
      role="tab"
      id={id}
      aria-selected={isCurrent}
      aria-controls={panelId}
      tabIndex={isCurrent ? 0 : -1}
      className="lakeside-tab"
      onClick={onClick}
    >
      {tab.label}
      {count > 0 && <span className="lakeside-badge">{count}</span>}
    </button>
  );
}

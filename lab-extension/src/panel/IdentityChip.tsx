import type { CommandRegistry } from '@lumino/commands';
import { useId, useRef, useState, type ReactElement } from 'react';

import { Commands } from '../commandIds';
import type { Login } from '../lake/loginWire';
import type { LoginModel } from '../login/loginModel';
import { shown, span } from '../parts/format';
import { useTicks, useTrans } from '../parts/hooks';
import { IdentityCard } from './IdentityCard';

interface Props {
  readonly login: Login;
  readonly instance: string;
  readonly model: LoginModel;
  readonly commands: CommandRegistry;
}

/** Who somebody is to this instance, in which community, and for how long; the card below it says all of it. */
export function IdentityChip({ login, instance, model, commands }: Props): ReactElement {
  const trans = useTrans();
  useTicks(20_000);
  const id = useId();
  const chip = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const isIn = login.state === 'logged-in';
  if (login.state === 'open') {
    return (
      <span className="lakeside-chip" title={trans.__('Open data: nobody has to log in')}>
        <span className="lakeside-chip-text">{trans.__('no login')}</span>
      </span>
    );
  }
  const close = (): void => {
    setOpen(false);
    chip.current?.focus();
  };
  const facts = isIn ? factsOf(login, trans) : [trans.__('not logged in')];
  return (
    <>
      <button
        ref={chip}
        type="button"
        className={login.warning !== null ? 'lakeside-chip lakeside-mod-warn' : 'lakeside-chip'}
        title={isIn ? trans.__('Who you are to the lake') : trans.__('Log in')}
        aria-expanded={isIn ? isOpen : undefined}
        aria-controls={isIn && isOpen ? id : undefined}
        onClick={() => {
          if (isIn) {
            setOpen(!isOpen);
          } else {
            void commands.execute(Commands.login, {});
          }
        }}
      >
        <span className="lakeside-chip-text">{facts.join(' · ')}</span>
      </button>
      {isIn && isOpen && (
        <IdentityCard
          id={id}
          login={login}
          renewing={model.renewing}
          onRenew={() => void model.renew(instance)}
          onLogIn={() => {
            setOpen(false);
            void commands.execute(Commands.login, {});
          }}
          onLogOut={() => {
            close();
            void commands.execute(Commands.logout, {});
          }}
          onClose={close}
        />
      )}
    </>
  );
}

function factsOf({ account, identity, proxy, until }: Login, trans: ReturnType<typeof useTrans>): string[] {
  const left = until === null ? 0 : (until.getTime() - Date.now()) / 1000;
  const vo = proxy?.vos[0]?.vo;
  return [
    shown(account ?? identity ?? ''),
    ...(vo === undefined ? [] : [shown(vo)]),
    ...(left > 0 ? [span(left, trans)] : [])
  ];
}

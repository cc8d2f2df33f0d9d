import { useId, type ReactElement } from 'react';

import type { Credentials } from '../lake/loginWire';
import { Link } from '../parts/Link';
import { shown } from '../parts/format';
import { useTrans } from '../parts/hooks';
import type { LoginModel, Offer } from './loginModel';
import { type VoChoice, toggledFqan, toggledVo } from './memberships';

interface Props {
  readonly model: LoginModel;
  readonly vos: readonly string[];
  readonly choices: readonly VoChoice[];
  readonly onChange: (choices: readonly VoChoice[]) => void;
  /** Who asks the VO; null if that cannot be said yet. */
  readonly certificate: () => Credentials | null;
}

/** Which communities a grid proxy names, and with which groups and roles: as they themselves say. */
export function VoFields({ model, vos, choices, onChange, certificate }: Props): ReactElement {
  const trans = useTrans();
  return (
    <fieldset className="lakeside-vos">
      <legend>{trans.__('Member of')}</legend>
      {vos.map(vo => {
        const choice = choices.find(one => one.vo === vo);
        return (
          <div key={vo}>
            <label className="lakeside-check">
              <input
                type="checkbox"
                checked={choice !== undefined}
                onChange={() => {
                  onChange(toggledVo(choices, vo));
                }}
              />
              <span>{shown(vo)}</span>
            </label>
            {choice !== undefined && (
              <Roles
                vo={vo}
                offer={model.offer(vo)}
                chosen={choice.fqans}
                onToggle={fqan => {
                  onChange(toggledFqan(choices, vo, fqan));
                }}
                onAsk={() => {
                  const login = certificate();
                  if (login !== null) {
                    void model.ask(vo, login);
                  }
                }}
              />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

interface RolesProps {
  readonly vo: string;
  readonly offer: Offer | null;
  readonly chosen: readonly string[];
  readonly onToggle: (fqan: string) => void;
  readonly onAsk: () => void;
}

function Roles({ vo, offer, chosen, onToggle, onAsk }: RolesProps): ReactElement {
  const trans = useTrans();
  const id = useId();
  const ask = <Link onClick={onAsk}>{trans.__('Choose groups and roles')}</Link>;
  if (offer === null) {
    return (
      <div className="lakeside-roles">
        {chosen.length > 0 && <div>{chosen.map(shown).join(', ')}</div>}
        {ask}
      </div>
    );
  }
  if (offer === 'asking') {
    return (
      <div className="lakeside-roles lakeside-dim" role="status">
        {trans.__('Asking %1…', shown(vo))}
      </div>
    );
  }
  if (!isList(offer)) {
    return (
      <div className="lakeside-roles">
        <div className="lakeside-note" role="alert">
          {offer.detail} {offer.remedy}
        </div>
        {ask}
      </div>
    );
  }
  return (
    <div
      className="lakeside-roles"
      role="group"
      aria-label={trans.__('Groups and roles in %1', shown(vo))}
      aria-describedby={`${id}-hint`}
    >
      {offer.map(fqan => (
        <label key={fqan} className="lakeside-check">
          <input
            type="checkbox"
            checked={chosen.includes(fqan)}
            onChange={() => {
              onToggle(fqan);
            }}
          />
          <span>
            {shown(fqan)}
            {chosen[0] === fqan && <span className="lakeside-dim"> {trans.__('primary')}</span>}
          </span>
        </label>
      ))}
      <div id={`${id}-hint`} className="lakeside-dim">
        {trans.__('The first that you choose is the primary one. None: what everybody in it has.')}
      </div>
    </div>
  );
}

function isList(offer: Offer): offer is readonly string[] {
  return Array.isArray(offer);
}

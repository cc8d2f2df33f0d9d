import type { Ref } from 'react';

import type { Credentials } from '../lake/loginWire';
import type { LoginModel } from './loginModel';

/** What the form around the fields of one way to log in wants of them. */
export interface Fields {
  /** What was typed and picked; null if something is missing, which the fields say themselves. */
  credentials(): Credentials | null;
  focusFirst(): void;
  /** The secret was wrong: away with it, and to its field. */
  askAgain(): void;
}

export interface WayProps {
  readonly model: LoginModel;
  readonly handle: Ref<Fields>;
}

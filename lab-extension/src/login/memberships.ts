/** A community (VO) that a proxy shall name, with the groups and roles in it; the first is the primary one. */
export interface VoChoice {
  readonly vo: string;
  /** None: what the VO gives to everybody. */
  readonly fqans: readonly string[];
}

/** `vo` or `vo:/fqan,/fqan`, as VOMS' own tools write it. */
export function readChoice(text: string): VoChoice {
  const [vo = '', fqans = ''] = text.split(/:(.*)/s);
  return { vo, fqans: fqans.split(',').filter(one => one !== '') };
}

export function written({ vo, fqans }: VoChoice): string {
  return fqans.length === 0 ? vo : `${vo}:${fqans.join(',')}`;
}

/** With the VO, after those that were chosen before, or without it. */
export function toggledVo(choices: readonly VoChoice[], vo: string): readonly VoChoice[] {
  return choices.some(one => one.vo === vo)
    ? choices.filter(one => one.vo !== vo)
    : [...choices, { vo, fqans: [] }];
}

export function toggledFqan(choices: readonly VoChoice[], vo: string, fqan: string): readonly VoChoice[] {
  return choices.map(one =>
    one.vo !== vo
      ? one
      : {
          vo,
          fqans: one.fqans.includes(fqan) ? one.fqans.filter(other => other !== fqan) : [...one.fqans, fqan]
        }
  );
}

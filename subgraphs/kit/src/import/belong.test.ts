import { trusts } from '@crosstrust/contract';
import { describe, expect, it } from 'vitest';
import { aContext, aDocument, anEncounter, anOrganization, entryOf, odsCode } from '../testing/fhir.ts';
import { exampleTrusts } from '../testing/builders.ts';
import { belongingOf, type Share } from './belong.ts';
import type { Encounter, Resource } from './fhir.ts';

const partners = exampleTrusts.find(({ sources }) => sources.length > 1) ?? trusts[0];
const [listed] = trusts;
const belonging = (given: Partial<Encounter>, share?: Share, ...around: Resource[]) =>
  belongingOf(entryOf(anEncounter({ id: 'e', ...given })), partners, share, aContext(...around));
const organisation = (code: string) => anOrganization({ id: 'o', identifier: [odsCode(code)] });
const provider = { serviceProvider: { reference: 'Organization/o' } };

describe('belongingOf', () => {
  it.each([
    ['the code of a source', organisation('X28'), { source: 'south' }],
    ['the code of one of its sites', organisation('X2801'), { source: 'south' }],
    ['the code of another trust on the list', organisation(listed.sources[0].odsCode), { elsewhere: 'another trust' }],
  ])('%s', (_title, given, expected) => expect(belonging(provider, undefined, given)).toEqual(expected));

  it('reads the code of an identifier alone, of a place, of what it is part of, and of the encounter', () => {
    const place = {
      resourceType: 'Location',
      id: 'l',
      managingOrganization: { reference: 'Organization/o' },
    } as Resource;
    const ward = anOrganization({ id: 'w', partOf: { reference: 'Organization/o' } });
    expect(belonging({ serviceProvider: { identifier: odsCode('X27') } })).toEqual({ source: 'north' });
    expect(
      belonging({ location: [{ location: { reference: 'Location/l' } }] }, undefined, place, organisation('X28')),
    ).toEqual({ source: 'south' });
    expect(
      belonging({ serviceProvider: { reference: 'Organization/w' } }, undefined, ward, organisation('X28')),
    ).toEqual({ source: 'south' });
    const letter = entryOf(aDocument({ id: 'd', context: { encounter: [{ reference: 'Encounter/e' }] } }));
    expect(
      belongingOf(letter, partners, undefined, aContext(anEncounter({ id: 'e', ...provider }), organisation('X28'))),
    ).toEqual({ source: 'south' });
  });

  it('shares what names no trust out by organisation, each to one part', () => {
    for (let n = 0; n < 20; n += 1) {
      const given = anOrganization({ id: `o${n}` });
      const ours = [1, 2, 3].filter(
        (part) =>
          'source' in belonging({ serviceProvider: { reference: `Organization/o${n}` } }, { part, of: 3 }, given),
      );
      expect(ours).toHaveLength(1);
    }
  });

  it('keeps a visit and its letters together, with an organisation and without', () => {
    const parts = (entry: ReturnType<typeof entryOf>, ...around: Resource[]) =>
      [1, 2, 3, 4].filter((part) => 'source' in belongingOf(entry, partners, { part, of: 4 }, aContext(...around)));
    for (let n = 0; n < 20; n += 1) {
      const visit = anEncounter({ id: `e${n}`, ...(n % 2 === 0 && { serviceProvider: { display: `Clinic ${n}` } }) });
      const letter = aDocument({ id: `d${n}`, context: { encounter: [{ reference: `Encounter/e${n}` }] } });
      expect(parts(entryOf(letter), visit)).toEqual(parts(entryOf(visit)));
    }
  });
});

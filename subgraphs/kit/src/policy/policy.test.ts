import { describe, expect, it } from 'vitest';
import { aPolicy } from '../testing/builders.ts';
import { shownSections } from './policy.ts';

const offered = { state: 'OFFERED', rule: 'assumed', words: 'Shown.' } as const;

describe('definePolicy', () => {
  it('refuses an unknown key', () => {
    expect(() => aPolicy({ minimumAge: { years: 16, rule: 'K13', months: 2 } as never })).toThrow(
      /Unrecognized key: "months"/,
    );
  });

  it('refuses a section without an answer', () => {
    const { TEST_RESULTS: _left, ...others } = aPolicy().sections;
    expect(() => aPolicy({ sections: others as never })).toThrow(/TEST_RESULTS/);
  });

  it('refuses a value without a rule', () => {
    expect(() => aPolicy({ minimumAge: { years: 16 } as never })).toThrow(/minimumAge.rule/);
  });

  it('refuses a trust that is not on the list', () => {
    expect(() => aPolicy({ trust: 'nowhere' })).toThrow('policy of nowhere: not on the list of trusts');
  });

  it('refuses a source of another trust', () => {
    expect(() =>
      aPolicy({ sections: { ...aPolicy().sections, ADMISSIONS: { ...offered, sources: ['south'] } } as never }),
    ).toThrow('ADMISSIONS names the source south, which the trust does not have');
  });

  it('M10 refuses a desk that closes before it opens', () => {
    const { help } = aPolicy();
    const [desk] = help.contacts;
    const hours = { days: ['MONDAY'], opens: '17:00', closes: '09:00' };
    expect(() => aPolicy({ help: { ...help, contacts: [{ ...desk, hours }] } as never })).toThrow(
      'opens before it closes',
    );
  });

  it('is frozen through and through', () => {
    expect(() => {
      (aPolicy().minimumAge as { years: number }).years = 3;
    }).toThrow(TypeError);
  });
});

describe('shownSections', () => {
  it('shows what is offered, of the sources that are named', () => {
    const policy = aPolicy({
      trust: 'partners',
      sections: {
        ...aPolicy().sections,
        ADMISSIONS: { ...offered, sources: ['north'] },
        PROCEDURES: { state: 'NOT_YET', rule: 'K8', words: 'Not yet.' },
      } as never,
    });
    expect(shownSections(policy, ['ADMISSIONS', 'PROCEDURES', 'TEST_RESULTS'])).toEqual([
      { section: 'ADMISSIONS', source: 'north', fromRegistration: false },
      { section: 'TEST_RESULTS', source: 'north', fromRegistration: false },
      { section: 'TEST_RESULTS', source: 'south', fromRegistration: false },
    ]);
  });
});

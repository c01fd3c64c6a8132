import { describe, expect, it } from 'vitest';
import type { PolicyInput } from '../policy/policy.ts';
import { aPolicy } from '../testing/builders.ts';
import { linkInvitation, registeringBy, registrations } from '../testing/invitations.ts';
import { channelsTo, whyNotInvite } from './may-invite.ts';

const now = new Date('2026-06-15T12:00:00Z');
const patient = { nhsNumber: '9990000018', name: 'Ada Okafor', birthDate: '1992-03-04' };
const both = { ...patient, mobile: '+447700900123', email: 'ada@example.org' };
const linking = { match: ['birthDate', 'mobile'], ukMobileOnRecord: true, rule: 'W1', words: 'A UK mobile.' };

describe('whyNotInvite', () => {
  const ukOnly = registeringBy('byLink', { linking } as Partial<PolicyInput>);

  it.each([
    ['nobody where there are no invitations', aPolicy(), {}, 'this trust invites nobody'],
    ['anybody else', registeringBy('byLink'), {}, null],
    ['K13 who is 16 today', registeringBy('byLink'), { patient: { ...both, birthDate: '2010-06-15' } }, null],
    [
      'K13 who is 16 tomorrow',
      registeringBy('byLink'),
      { patient: { ...both, birthDate: '2010-06-16' } },
      'the patient is younger than 16',
    ],
    ['W1 who has a UK mobile', ukOnly, {}, null],
    [
      'W1 who has one from abroad',
      ukOnly,
      { patient: { ...both, mobile: '+33612345678' } },
      'the record holds no UK mobile number',
    ],
    ['W1 who has none', ukOnly, { patient }, 'the record holds no UK mobile number'],
    ['who has died', registeringBy('byLink'), { status: 'deceased' }, 'the record is deceased'],
    [
      'whose record is in dispute',
      registeringBy('byLink'),
      { disputed: true },
      expect.stringContaining('somebody else’s'),
    ],
  ] as const)('answers for %s', (_who, policy, given, why) => {
    expect(whyNotInvite(policy, { status: 'active', patient: both, ...given }, now)).toEqual(why);
  });
});

describe('channelsTo', () => {
  const mobileOnly = registeringBy('byLink', {
    registration: { ...registrations.byLink, invitation: { ...linkInvitation, channels: ['mobile'] } },
  });

  it.each([
    ['U3 both, where the policy has both', registeringBy('byLink'), both, true, ['mobile', 'email']],
    ['U3 the one that the record holds', registeringBy('byLink'), { ...both, mobile: undefined }, true, ['email']],
    ['K10 no text for who has stopped them', registeringBy('byLink'), both, false, ['email']],
    ['W1 the mobile alone', mobileOnly, both, true, ['mobile']],
    ['none without a mobile', mobileOnly, { ...both, mobile: undefined }, true, []],
    ['none where codes go by letter', registeringBy('byCodes'), both, true, []],
  ] as const)('%s', (_what, policy, held, mayText, channels) => {
    const { mobile, ...rest } = held;
    expect(channelsTo(policy, { patient: mobile ? { ...rest, mobile } : rest }, mayText)).toEqual(channels);
  });
});

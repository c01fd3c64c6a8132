import { describe, expect, it } from 'vitest';
import { comesByPost } from './post.ts';

const post = { departments: ['audiology'], enclosures: true, words: 'By post.', rule: 'D9' };
const onlyDepartments = { ...post, enclosures: false };
const nothing = { ...onlyDepartments, departments: [] };

describe('comesByPost', () => {
  it.each([
    ['a department that posts', post, { department: 'Audiology', enclosures: [] }, true],
    ['the same with space around it', post, { department: ' AUDIOLOGY ', enclosures: [] }, true],
    ['another department', post, { department: 'Cardiology', enclosures: [] }, false],
    ['a department whose name holds the other', post, { department: 'Paediatric audiology', enclosures: [] }, false],
    ['no department', post, { enclosures: [] }, false],
    ['enclosures', post, { department: 'Cardiology', enclosures: ['Hearing aid'] }, true],
    ['enclosures, where the trust does not post them', onlyDepartments, { enclosures: ['Hearing aid'] }, false],
    ['a trust that posts nothing', nothing, { department: 'Audiology', enclosures: ['Hearing aid'] }, false],
  ] as const)('D9 answers for %s', (_what, policy, letter, answer) => {
    expect(comesByPost(policy as typeof post, letter)).toBe(answer);
  });
});

import { describe, expect, it } from 'vitest';
import { errorRegistry, maskError, RegistryError } from './errors.ts';

describe('maskError', () => {
  it('lets an error of the registry through with its allowed details only', () => {
    const error = new RegistryError('AGE_BLOCKED', { trust: 'a-trust', rule: 'K13', minimumAge: 16 }).toJSON();
    const dressed = {
      ...error,
      path: ['me'],
      message: 'Ada is 15',
      extensions: { ...error.extensions, nhsNumber: '9990000018', stacktrace: ['at x'] },
    };
    expect(maskError(dressed, 'ref-1')).toEqual({
      message: errorRegistry.AGE_BLOCKED.message,
      path: ['me'],
      extensions: { code: 'AGE_BLOCKED', trust: 'a-trust', rule: 'K13', minimumAge: 16 },
    });
  });

  it('masks what it does not know, and gives a reference', () => {
    const leak = {
      message: 'connect ECONNREFUSED 10.0.0.7:5432',
      extensions: { code: 'ECONNREFUSED', serviceName: 'x' },
      locations: [{ line: 1, column: 1 }],
    };
    expect(maskError(leak, 'ref-1')).toEqual({
      message: errorRegistry.INTERNAL.message,
      extensions: { code: 'INTERNAL', reference: 'ref-1' },
    });
    expect(maskError({ message: 'boom' }, 'ref-2')).toEqual({
      message: errorRegistry.INTERNAL.message,
      extensions: { code: 'INTERNAL', reference: 'ref-2' },
    });
  });

  it('keeps the words of a parse or validation error, which speak of the client’s own document', () => {
    const invalid = {
      message: 'Cannot query field "x" on type "Query".',
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    };
    expect(maskError(invalid, 'ref-1')).toEqual(invalid);
    expect(maskError({ ...invalid, extensions: { code: 'BAD_USER_INPUT' } }, 'ref-1')).toEqual(invalid);
  });
});

it('has words for a patient in every entry', () => {
  for (const { message, meaning } of Object.values(errorRegistry)) {
    expect(message).toMatch(/^[A-Z].*\.$/);
    expect(meaning).toMatch(/\.$/);
  }
});

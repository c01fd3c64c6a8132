import { RegistryError } from '@crosstrust/contract';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { checkRules, type RuleTable } from './rules.ts';

const schema = buildSchema(`
  type Query { open: Leaf guarded: Box }
  type Box { leaf: Leaf any: Either }
  union Either = Leaf | Box
  type Leaf { value: String }
`);
const check = () => new RegistryError('NOT_YOURS');
const rules: RuleTable<unknown> = {
  Query: { open: check, guarded: check },
  Box: { leaf: 'inherit', any: 'inherit' },
  Leaf: { value: 'inherit' },
};

describe('checkRules', () => {
  it('takes a table in which every field has a rule', () => {
    expect(() => checkRules(schema, rules)).not.toThrow();
  });

  it('fails for a field without a rule', () => {
    expect(() => checkRules(schema, { ...rules, Box: { leaf: 'inherit' } })).toThrow(
      'access rules:\n  Box.any has no rule',
    );
  });

  it('fails for a type without rules', () => {
    const { Leaf: _left, ...others } = rules;
    expect(() => checkRules(schema, others)).toThrow('access rules:\n  Leaf.value has no rule');
  });

  it('fails for a rule without a field or type', () => {
    expect(() =>
      checkRules(schema, { ...rules, Leaf: { value: 'inherit', gone: 'public' }, Lost: { x: 'public' } }),
    ).toThrow('access rules:\n  Leaf.gone has a rule but no field\n  Lost has rules but no type');
  });

  it('fails for a field that inherits where a path to it crosses no check', () => {
    expect(() => checkRules(schema, { ...rules, Query: { open: 'public', guarded: check } })).toThrow(
      'access rules:\n  Leaf.value inherits, but a path to Leaf crosses no check',
    );
  });

  it('follows unions', () => {
    expect(() =>
      checkRules(schema, { ...rules, Query: { open: check, guarded: 'public' }, Box: { leaf: check, any: 'public' } }),
    ).toThrow('access rules:\n  Leaf.value inherits, but a path to Leaf crosses no check');
  });
});

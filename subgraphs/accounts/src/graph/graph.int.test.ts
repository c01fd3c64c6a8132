import { accountsIssuer, trusts } from '@crosstrust/contract';
import { createSigner } from '@crosstrust/service';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, openAccountOf, startBed } from '../testing/bed.ts';
import { makeSigner, makeSigningKey } from '../testing/keys.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const entities =
  'query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Patient { name } ... on CareRecord { id trust { key } } } }';

describe('who is signed out', () => {
  it('sees the list of trusts, no session, and nothing of anybody', async () => {
    const answer = await bed.ask('{ trusts { key name } session { level } me { name } }');
    expect(answer.data.trusts).toEqual(trusts.map(({ key, name }) => ({ key, name })));
    expect(answer.data).toMatchObject({ session: null, me: null });
    expect(answer.errors).toEqual([
      { message: 'Sign in to see this.', path: ['me'], extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });

  it('reaches no entity', async () => {
    const { patient } = await openAccountOf(bed);
    const answer = await bed.ask(entities, { of: [{ __typename: 'KingstonRecord', id: patient.record }] });
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
  });
});

describe('help', () => {
  const of = (key: string, name: string, __typename: string) => ({ __typename, key, trust: { key, name } });

  it('K4 K5 W14 is begun for every trust, without signing in', async () => {
    const answer = await bed.ask('{ help { __typename key trust { key name } } }');
    expect(answer).toEqual({
      status: 200,
      handed: null,
      data: { help: trusts.map(({ key, name, typePrefix }) => of(key, name, `${typePrefix}Help`)) },
    });
  });

  it('is begun for one trust, and refused for one that is not on the list', async () => {
    const { data } = await bed.ask('{ help(trust: "kingston") { __typename key trust { key name } } }');
    expect(data).toEqual({ help: [of('kingston', 'Kingston Hospital', 'KingstonHelp')] });
    const unknown = await bed.ask('{ help(trust: "nowhere") { key } }');
    expect(unknown.errors).toEqual([
      {
        message: 'We do not know this hospital. Choose one from the list.',
        path: ['help'],
        extensions: { code: 'TRUST_UNKNOWN', field: 'trust' },
      },
    ]);
  });

  it('is not an entity of accounts: nobody reaches it there by its key', async () => {
    const asked = { of: [{ __typename: 'KingstonHelp', key: 'kingston' }] };
    expect((await bed.ask(entities, asked)).errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
  });
});

describe('a token', () => {
  it('that is forged, of another audience, or over is refused as such', async () => {
    const key = makeSigningKey('accounts-1');
    await bed.restart({ SIGNING_KEYS: JSON.stringify({ keys: [key] }) });
    const { session } = await openAccountOf(bed);
    const signer = await createSigner([key]);
    const claims = decodeJwt(await bed.tokenOf(session));
    const code = async (token: string) => (await bed.ask('{ me { name } }', {}, token)).errors?.[0]?.extensions.code;
    expect(await code(await signer.sign(claims, 60, bed.clock()))).toBeUndefined();
    expect(await code(await (await makeSigner('accounts-1')).sign(claims, 60, bed.clock()))).toBe('TOKEN_INVALID');
    expect(await code(await signer.sign({ ...claims, aud: 'kingston' }, 60, bed.clock()))).toBe('TOKEN_INVALID');
    expect(await code(await signer.sign({ ...claims, iss: 'kingston' }, 60, bed.clock()))).toBe('TOKEN_INVALID');
    expect(await code(await signer.sign(claims, 60, new Date(bed.clock().getTime() - 61_000)))).toBe('TOKEN_INVALID');
    expect(await code('nonsense')).toBe('TOKEN_INVALID');
    expect(claims.iss).toBe(accountsIssuer);
  });
});

describe('entities', () => {
  it('are those of the token’s person, whatever a representation says', async () => {
    const { patient, session } = await openAccountOf(bed);
    const stranger = await openAccountOf(bed);
    const token = await bed.tokenOf(session);
    const own = (await bed.ask('{ me { id } }', {}, token)).data.me.id as string;
    const strangers = (await bed.ask('{ me { id } }', {}, await bed.tokenOf(stranger.session))).data.me.id as string;
    const answer = await bed.ask(
      entities,
      {
        of: [
          { __typename: 'Patient', id: own },
          { __typename: 'Patient', id: strangers },
          { __typename: 'KingstonRecord', id: patient.record },
          { __typename: 'KingstonRecord', id: stranger.patient.record },
          { __typename: 'StGeorgesRecord', id: patient.record },
        ],
      },
      token,
    );
    expect(answer).toEqual({
      status: 200,
      handed: null,
      data: {
        _entities: [
          { __typename: 'Patient', name: patient.name },
          null,
          { __typename: 'KingstonRecord', id: patient.record, trust: { key: 'kingston' } },
          null,
          null,
        ],
      },
    });
  });
});

it('the schema is not served', async () => {
  expect((await bed.ask('{ _service { sdl } }')).errors?.[0]?.extensions).toEqual({ code: 'INTROSPECTION_REFUSED' });
  expect((await bed.ask('{ __schema { types { name } } }')).errors?.[0]?.extensions.code).toBe(
    'GRAPHQL_VALIDATION_FAILED',
  );
});

it('is alive and ready', async () => {
  expect(await (await fetch(`${bed.accounts.url}/health`)).json()).toEqual({ alive: true });
  expect(await (await fetch(`${bed.accounts.url}/ready`)).json()).toEqual({ ready: true });
});

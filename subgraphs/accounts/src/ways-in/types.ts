import 'reflect-metadata';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { WayInKind, WayInState } from './list-ways-in.ts';

const kinds: { readonly [Kind in WayInKind]: Kind } = {
  CODE_BY_TEXT: 'CODE_BY_TEXT',
  CODE_BY_EMAIL: 'CODE_BY_EMAIL',
  PASSWORD: 'PASSWORD',
  PASSKEY: 'PASSKEY',
  NHS_LOGIN: 'NHS_LOGIN',
};
registerEnumType(kinds, {
  name: 'WayInKind',
  valuesConfig: {
    CODE_BY_TEXT: { description: '`requestCode` with the mobile: the default.' },
    CODE_BY_EMAIL: { description: '`requestCode` with the email.' },
    NHS_LOGIN: { description: 'The gateway’s page `/nhs-login`.' },
  },
});

const states: { readonly [State in WayInState]: State } = { AVAILABLE: 'AVAILABLE', FAULTY: 'FAULTY', OFF: 'OFF' };
registerEnumType(states, {
  name: 'WayInState',
  valuesConfig: {
    FAULTY: { description: 'It is not working just now.' },
    OFF: { description: 'This system does not offer it.' },
  },
});

@ObjectType('WayIn', { description: 'A way to sign in, and how it stands now.' })
export class WayInType {
  @Field(() => kinds)
  kind!: WayInKind;

  @Field(() => states)
  state!: WayInState;

  @Field(() => String)
  words!: string;

  @Field(() => [String], { description: 'What to do, one after the other, while it is not working.' })
  advice!: readonly string[];
}

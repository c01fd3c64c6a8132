import 'reflect-metadata';
import { registerEnumType } from 'type-graphql';

/** Where a session's token goes. */
export const delivery = { COOKIE: 'COOKIE', BEARER: 'BEARER' } as const;
export type Delivery = keyof typeof delivery;
registerEnumType(delivery, {
  name: 'SessionDelivery',
  valuesConfig: {
    COOKIE: { description: 'The gateway sets a cookie: for browsers.' },
    BEARER: { description: 'The payload carries the token: for programs.' },
  },
});

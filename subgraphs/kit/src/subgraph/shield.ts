import { createRequire } from 'node:module';
import type * as GraphqlMiddleware from 'graphql-middleware';
import type * as GraphqlShield from 'graphql-shield';

// graphql-shield's ESM build does not load on current Node, and mixing its builds with graphql-middleware's breaks
// instanceof: both come from here, as CommonJS. Its chain and race still call util.isUndefined, which Node took away.
const require = createRequire(import.meta.url);
const util = require('node:util') as { isUndefined?: (value: unknown) => boolean };
util.isUndefined ??= (value) => value === undefined;

const shieldModule = require('graphql-shield') as typeof GraphqlShield;
const middlewareModule = require('graphql-middleware') as typeof GraphqlMiddleware;

export const shield: typeof GraphqlShield.shield = shieldModule.shield;
export const rule: typeof GraphqlShield.rule = shieldModule.rule;
export const allow: typeof GraphqlShield.allow = shieldModule.allow;
export const deny: typeof GraphqlShield.deny = shieldModule.deny;
export const applyMiddleware: typeof GraphqlMiddleware.applyMiddleware = middlewareModule.applyMiddleware;
export const middleware: typeof GraphqlMiddleware.middleware = middlewareModule.middleware;

import { isCalendarDay } from '@crosstrust/contract';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;

function parseInstant(value: unknown): Date {
  const instant = typeof value === 'string' && instantForm.test(value) ? new Date(value) : undefined;
  if (!instant || Number.isNaN(instant.getTime()))
    throw new GraphQLError('DateTime must be an instant such as 2026-03-29T00:30:00Z');
  return instant;
}

function parseDay(value: unknown): string {
  if (typeof value !== 'string' || !isCalendarDay(value))
    throw new GraphQLError('LocalDate must be a day that exists, such as 1992-02-29');
  return value;
}

/** An instant in UTC (RFC 3339). Clients show it in Europe/London. */
export const DateTimeScalar = new GraphQLScalarType({
  name: 'DateTime',
  description: 'An instant (RFC 3339), answered in UTC. Show it in Europe/London.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  serialize: (value) => (value instanceof Date ? value : new Date(value as string)).toISOString(),
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : undefined),
});

/** A calendar day without a time or zone, such as a date of birth. */
export const LocalDateScalar = new GraphQLScalarType({
  name: 'LocalDate',
  description: 'A calendar day, YYYY-MM-DD.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date.html',
  serialize: (value) => parseDay(value),
  parseValue: parseDay,
  parseLiteral: (node) => parseDay(node.kind === Kind.STRING ? node.value : undefined),
});

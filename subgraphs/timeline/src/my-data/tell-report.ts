import { at, listAt, numberAt, textAt, wordsAt } from './loose.ts';
import { fact, type Find, type Told } from './tell-resource.ts';
import { timeInWords } from './words.ts';

/** A test result with its measurements. */
export function tellReport(resource: unknown, find: Find): Told {
  const measured = listAt(resource, 'result').map((reference) => find(textAt(reference, 'reference')));
  return {
    title: `${timeInWords(textAt(resource, 'effectiveDateTime') ?? '')}: ${wordsAt(resource, 'code') ?? 'test result'}`,
    lines: [
      ...fact('By', textAt(resource, 'performer', 0, 'display')),
      ...measured.flatMap((observation) => lineOf(observation)),
      ...fact('Conclusion', textAt(resource, 'conclusion')),
    ],
  };
}

function lineOf(observation: unknown): string[] {
  const name = wordsAt(observation, 'code') ?? 'Not named';
  const notes = listAt(observation, 'note').flatMap((note) => textAt(note, 'text') ?? []);
  const own = [
    valueInWords(observation),
    rangeInWords(observation),
    wordsAt(observation, 'interpretation', 0),
    ...notes,
  ];
  const components = listAt(observation, 'component').flatMap(lineOf);
  return [`${name}: ${own.filter(Boolean).join('; ')}`.replace(/: $/, ''), ...components];
}

/** `131 g/L`, `< 5 mg/L`, or the words of a value; undefined where there is none. */
export function valueInWords(measured: unknown): string | undefined {
  const quantity = at(measured, 'valueQuantity');
  const number = numberAt(quantity, 'value') ?? numberAt(measured, 'valueInteger');
  if (number === undefined) return textAt(measured, 'valueString') ?? wordsAt(measured, 'dataAbsentReason');
  return [textAt(quantity, 'comparator'), String(number), textAt(quantity, 'unit')].filter(Boolean).join(' ');
}

function rangeInWords(observation: unknown): string | undefined {
  const range = at(observation, 'referenceRange', 0);
  const [low, high] = [numberAt(range, 'low', 'value'), numberAt(range, 'high', 'value')];
  if (low === undefined && high === undefined) return textAt(range, 'text');
  const unit = textAt(range, 'low', 'unit') ?? textAt(range, 'high', 'unit');
  const span = low === undefined ? `up to ${high}` : high === undefined ? `from ${low}` : `${low} to ${high}`;
  return `usual ${[span, unit].filter(Boolean).join(' ')}`;
}

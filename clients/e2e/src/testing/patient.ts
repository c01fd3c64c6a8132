import type { GraphqlAnswer } from '@crosstrust/stack';
import type { System } from './system.ts';
import { typePrefixOf, type Verb, verbs } from './verbs.ts';
import { verbsOf } from './verbs-of.ts';
import {
  type Changed,
  changedFields,
  factFields,
  type Preview,
  type Slot,
  slotFields,
  type Visit,
  visitFields,
} from './visit.ts';

/** An appointment by its id. */
type Which = Pick<Visit, 'id'>;

/** How a verb is called: the preview's token, and what else goes into its input. */
export interface Call {
  readonly preview: string | null;
  /** A new one unless it is given. */
  readonly idempotencyKey?: string;
  readonly slot?: string;
  readonly words?: string;
}

/** The part of a patient that reads. */
interface Reader {
  /** Fields of their record at the trust. */
  read<Fields>(selection: string): Promise<Fields>;
  /** Their appointments there, the soonest first. */
  visits(): Promise<Visit[]>;
  /** The one appointment that is like this. @throws Error when there is none, or another */
  pick(like: Partial<Visit>): Promise<Visit>;
  /** Fields of one appointment, of the trust's own type. */
  see<Fields>(visit: Which, selection: string): Promise<Fields>;
  preview(verb: Verb, visit: Which, slot?: Pick<Slot, 'id'>): Promise<Preview>;
  /** Free times to move to, the soonest first. */
  slots(visit: Which, args?: string): Promise<Slot[]>;
  /** The text of the appointment's calendar file. */
  calendarFile(visit: Which): Promise<string>;
}

/** A sample patient who is signed in, at one of their trusts. */
export interface Patient extends Reader {
  readonly session: string;
  readonly record: string;
  /** The whole answer of the gateway to a verb. `record`: another than their own. */
  send(verb: Verb, visit: Which, call: Call, record?: string): Promise<GraphqlAnswer>;
  /** The payload of a verb. @throws Error when the answer is an error */
  change(verb: Verb, visit: Which, call: Call): Promise<Changed>;
  /** Looks at the preview, and does what it told. */
  carryOut(verb: Verb, visit: Which, more?: { readonly slot?: Slot; readonly words?: string }): Promise<Changed>;
}

/** Signs a sample patient in, and finds their record at one trust. @throws Error when they have none there */
export async function openPatient(system: System, key: string, trust: string): Promise<Patient> {
  const session = await system.signIn(key);
  const read = readerOfRecord(system, session, trust);
  const { id: record } = await read<{ id: string }>('id');
  const reader = makeReader(read, { session, trust, gateway: system.urls.gateway });

  const own = verbsOf(system, trust, { session, record });

  const send: Patient['send'] = (verb, { id }, call, of = record) =>
    own.send(verb, { ...call, record: of, appointment: id }, changedFields);
  const change: Patient['change'] = (verb, { id }, call) => own.act(verb, { ...call, appointment: id }, changedFields);
  const carryOut: Patient['carryOut'] = async (verb, visit, { slot, ...more } = {}) => {
    const { token } = await reader.preview(verb, visit, slot);
    return change(verb, visit, { preview: token, ...(slot ? { slot: slot.id } : {}), ...more });
  };
  return { session, record, ...reader, send, change, carryOut };
}

/** How often the patient can still move an appointment themselves. */
export const movesLeft = async (patient: Patient, visit: Visit) =>
  (await patient.see<{ reschedulesLeft: number }>(visit, 'reschedulesLeft')).reschedulesLeft;

/** Reads fields of the record at one trust. */
function readerOfRecord({ portal }: System, session: string, trust: string): Reader['read'] {
  return async <Fields>(selection: string) => {
    const { data, errors } = await portal.ask(
      `{ me { records { trust { key } ... on ${typePrefixOf(trust)}Record { ${selection} } } } }`,
      { session },
    );
    if (errors) throw new Error(errors.map(({ extensions, path }) => `${extensions.code} at ${path}`).join(', '));
    const { records } = (data as { me: { records: { trust: { key: string } }[] } }).me;
    const found = records.find((record) => record.trust.key === trust);
    if (!found) throw new Error(`no record at ${trust}`);
    const { trust: _key, ...fields } = found;
    return fields as Fields;
  };
}

function makeReader(
  read: Reader['read'],
  { session, trust, gateway }: { session: string; trust: string; gateway: string },
): Reader {
  const see: Reader['see'] = async <Fields>({ id }: Which, selection: string) => {
    const asked = `appointment(id: "${id}") { ... on ${typePrefixOf(trust)}Appointment { ${selection} } }`;
    return (await read<{ appointment: Fields }>(asked)).appointment;
  };
  const visits = async () => {
    const list = `appointments(first: 100, order: OLDEST_FIRST) { nodes { ${visitFields} } }`;
    return (await read<{ appointments: { nodes: Visit[] } }>(list)).appointments.nodes;
  };
  const pick: Reader['pick'] = async (like) => {
    const isAlike = (visit: Visit) =>
      Object.entries(like).every(([name, value]) => visit[name as keyof Visit] === value);
    const [visit, ...others] = (await visits()).filter(isAlike);
    if (!visit || others.length > 0) throw new Error(`not one appointment is like ${JSON.stringify(like)}`);
    return visit;
  };
  const preview: Reader['preview'] = async (verb, visit, slot) => {
    const field = `${verbs[verb].preview}${slot ? `(slot: "${slot.id}")` : ''}`;
    const asked = `preview: ${field} { possible token expiresAt facts { ${factFields} } }`;
    return (await see<{ preview: Preview }>(visit, asked)).preview;
  };
  const slots: Reader['slots'] = async (visit, args = 'first: 100') =>
    (await see<{ slots: { nodes: Slot[] } }>(visit, `slots(${args}) { nodes { ${slotFields} } }`)).slots.nodes;
  const calendarFile: Reader['calendarFile'] = async (visit) => {
    const { file } = await see<{ file: { url: string } }>(visit, 'file: calendarFile { url }');
    return (await fetch(`${gateway}${file.url}`, { headers: { authorization: `Bearer ${session}` } })).text();
  };
  return { read, visits, pick, see, preview, slots, calendarFile };
}

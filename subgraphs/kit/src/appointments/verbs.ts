import type { FieldRule } from '../subgraph/rules.ts';
import type { TrustContext } from '../graph/context.ts';
import { type Feature, inherit, type MakeFeature, mayAct, namesOf } from '../graph/feature.ts';
import { connectionRules } from '../graph/connections.ts';
import { type AppointmentVerb, appointmentVerbs } from '../policy/appointments.ts';
import type { Policy } from '../policy/policy.ts';
import { acceptAppointment } from './accept-appointment.ts';
import { cancelAppointment } from './cancel-appointment.ts';
import { capabilities } from './capabilities.ts';
import { requestCancellation } from './request-cancellation.ts';
import { requestRebooking } from './request-rebooking.ts';
import { rescheduleAppointment } from './reschedule-appointment.ts';
import type { MakeAppointmentVerb } from './verb-types.ts';

/** Each verb of the policy with its field in the graph. */
const mutations: Record<AppointmentVerb, { readonly field: string; readonly make: MakeAppointmentVerb }> = {
  accept: { field: 'acceptAppointment', make: acceptAppointment },
  requestRebooking: { field: 'requestRebooking', make: requestRebooking },
  requestCancellation: { field: 'requestCancellation', make: requestCancellation },
  reschedule: { field: 'rescheduleAppointment', make: rescheduleAppointment },
  cancel: { field: 'cancelAppointment', make: cancelAppointment },
};

/** The verbs that a policy offers. */
const offeredVerbs = ({ appointments }: Policy) => appointmentVerbs.filter((verb) => appointments[verb].offered);

/** The interfaces that a trust's own appointments implement, by the verbs that it offers; none where it offers none. */
export const capabilitiesOf = (policy: Policy) => offeredVerbs(policy).map((verb) => capabilities[verb]);

/** The verbs on appointments (U2 U9 W8 W9 W10), each only where the policy offers it. */
export const appointmentVerbsFeature: MakeFeature = (policy, own): Feature => {
  const names = namesOf(policy);
  const offered = offeredVerbs(policy);
  if (offered.length === 0) return { resolvers: [], types: [], rules: {} };
  const verbRules = offered.map((verb): [string, FieldRule<TrustContext>] => {
    const offer = policy.appointments[verb];
    return [mutations[verb].field, mayAct(offer.offered ? offer.level : 'two-factors')];
  });
  return {
    resolvers: offered.flatMap((verb) => [capabilities[verb].resolver, mutations[verb].make(own)]),
    types: [],
    rules: {
      [names.mutations]: Object.fromEntries(verbRules),
      [names.own('Appointment')]: inherit(...offered.flatMap((verb) => capabilities[verb].fields)),
      AppointmentPayload: inherit('appointment', 'userErrors', 'preview', 'nextFree'),
      Preview: inherit('possible', 'token', 'expiresAt', 'facts'),
      PreviewFact: inherit('code', 'kind', 'words', 'rule', 'count', 'date', 'contact'),
      Slot: inherit('id', 'startsAt', 'endsAt', 'placesLeft'),
      ...(offered.includes('reschedule') ? connectionRules('Slot') : {}),
    },
  };
};

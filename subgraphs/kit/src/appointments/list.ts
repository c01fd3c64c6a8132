import { appointmentSections } from '@crosstrust/contract';
import type { Contact } from '../graph/values.ts';
import type { ItemList } from '../graph/lists.ts';
import type { AppointmentContent, AppointmentStatus } from '../storage/content.ts';

/** Appointments, and the stays and procedures that are booked like them. */
export const appointmentList: ItemList = {
  type: 'Appointment',
  sections: appointmentSections,
  present: ({ transport = false, interpreter = false, ...rest }: AppointmentContent) => ({
    ...rest,
    transportBooked: transport,
    interpreterBooked: interpreter,
  }),
};

/** An appointment as the graph has it: what its previews and verbs go by. Instants of the content are ISO 8601 in UTC. */
export interface Booking
  extends Pick<AppointmentContent, 'kind' | 'mode' | 'startsAt' | 'endsAt' | 'specialty' | 'clinician' | 'location'> {
  readonly id: string;
  readonly recordId: string;
  readonly source: { readonly key: string };
  readonly status: AppointmentStatus;
  readonly contact?: Contact;
  readonly transportBooked: boolean;
  readonly interpreterBooked: boolean;
}

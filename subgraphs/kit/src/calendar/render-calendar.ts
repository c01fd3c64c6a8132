import { appointmentList } from '../appointments/list.ts';
import type { Rendering } from '../documents/renderings.ts';
import { sourceOf } from '../policy/policy.ts';
import type { AppointmentContent } from '../storage/content.ts';
import type { StoredItem } from '../storage/readers.ts';
import { titleOf } from '../timeline/title-of.ts';
import { type CalendarEvent, uidOf, writeCalendar } from './write-calendar.ts';

export const calendarType = 'text/calendar; charset=utf-8';

/** One appointment as a calendar file, for the patient's own calendar (U1); a cancelled one takes its event away there. */
export const renderCalendar: Rendering = async ({ readers, policy }, { record, item }) => {
  const found = await readers().item(record, item, appointmentList.sections);
  if (!found) return null;
  const event = eventOf(found, sourceOf(policy, found.source).name);
  const text = writeCalendar('Hospital appointment', [event]);
  return { contentType: calendarType, body: Buffer.from(text), fileName: 'appointment.ics' };
};

/** @param hospital the name of the trust that it came from */
export function eventOf({ id, status, content, updatedAt }: StoredItem, hospital: string): CalendarEvent {
  const appointment = content as AppointmentContent;
  const { startsAt, endsAt, mode, location } = appointment;
  const isCancelled = status === 'cancelled';
  const place = [hospital, location?.name, ...(location?.address ?? []), location?.postcode].filter(Boolean).join(', ');
  return {
    uid: uidOf(id),
    startsAt: new Date(startsAt),
    ...(endsAt ? { endsAt: new Date(endsAt) } : {}),
    summary: `${isCancelled ? 'Cancelled: ' : ''}${titleOf(appointment)}, ${hospital}${ways[mode]}`,
    ...(mode === 'in-person' ? { location: place } : {}),
    status: isCancelled ? 'CANCELLED' : 'CONFIRMED',
    updatedAt,
  };
}

const ways: Readonly<Record<AppointmentContent['mode'], string>> = {
  'in-person': '',
  video: ', by video',
  telephone: ', by telephone',
};

import type { Appointment, Composition, DiagnosticReport, DocumentReference, Encounter, Observation } from './fhir.ts';
import { mapAppointment } from './map-appointment.ts';
import { mapEncounter } from './map-encounter.ts';
import { mapComposition, mapDocumentReference } from './map-letter.ts';
import { mapLoneObservation, mapReport } from './map-result.ts';
import type { MapContext, MappedItem, NotMapped } from './mapping.ts';
import type { Entry } from './names.ts';
import { type Reason, reasons, SetAside } from './set-aside.ts';

/** What became of a resource whose type is mapped. */
export type Mapped = MappedItem | NotMapped | { readonly setAside: Reason };

/** Maps one resource by its type. Whatever is wrong with it ends here. `itemId`: the id that the item will have. */
export function mapItem(entry: Entry, context: MapContext, itemId: string): Mapped {
  try {
    return mapByType(entry, context, itemId);
  } catch (error) {
    if (error instanceof SetAside) return { setAside: error.reason };
    if (error instanceof TypeError || error instanceof RangeError) return { setAside: reasons.wrongShape };
    throw error;
  }
}

function mapByType(entry: Entry, context: MapContext, itemId: string): MappedItem | NotMapped {
  switch (entry.resource.resourceType) {
    case 'Appointment':
      return mapAppointment(entry as Entry<Appointment>, context);
    case 'Encounter':
      return mapEncounter(entry as Entry<Encounter>, context);
    case 'DocumentReference':
      return mapDocumentReference(entry as Entry<DocumentReference>, context, itemId);
    case 'Composition':
      return mapComposition(entry as Entry<Composition>, context, itemId);
    case 'DiagnosticReport':
      return mapReport(entry as Entry<DiagnosticReport>, context);
    default:
      return mapLoneObservation(entry as Entry<Observation>, context);
  }
}

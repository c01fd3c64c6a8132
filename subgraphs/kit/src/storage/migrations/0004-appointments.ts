import { Migration } from '@mikro-orm/migrations';
import { lockByRecord } from './lock-by-record.ts';

/** Times at which a clinic has places, and what patients answered to their appointments. */
export class Appointments extends Migration {
  override name = '0004-appointments';

  override up(): void {
    // Nothing of a patient stands in a slot: who holds a place is told by their own answer below.
    this.addSql(`
      create table slot (
        id uuid primary key,
        clinic text not null,
        source text not null,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3) not null check (ends_at >= starts_at),
        capacity integer not null check (capacity > 0),
        taken integer not null default 0 check (taken between 0 and capacity)
      )`);
    this.addSql('create index slot_by_clinic on slot (clinic, starts_at, id)');
    // Apart from the item (FHIR: AppointmentResponse), and without a foreign key on it: an import may replace or move the item.
    this.addSql(`
      create table appointment_response (
        record_id uuid not null references record on delete cascade,
        item_id uuid not null,
        accepted_at timestamptz(3),
        accepted_start timestamptz(3),
        reschedules integer not null default 0 check (reschedules >= 0),
        slot_id uuid references slot on delete set null,
        primary key (record_id, item_id)
      )`);
    for (const sql of lockByRecord('appointment_response')) this.addSql(sql);
  }
}

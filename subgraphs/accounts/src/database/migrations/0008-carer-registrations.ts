import { Migration } from '@mikro-orm/migrations';

/** Who opened an account for a patient, and the consent that the patient gave. */
export class CarerRegistrations extends Migration {
  override name = '0008-carer-registrations';

  override up(): void {
    this.addSql(`
      create table carer_registration (
        id uuid primary key,
        account_id uuid not null unique references account on delete cascade,
        content bytea not null,
        at timestamptz not null
      )`);
  }
}

/** CONSEQUENCE: it will happen. OBSTACLE: it stands in the way. ADVICE: good to know. */
export const factKinds = ['CONSEQUENCE', 'OBSTACLE', 'ADVICE'] as const;
export type FactKind = (typeof factKinds)[number];

type Words = string | ((count: number) => string);

const consequences = {
  DISCHARGED: 'Cancelling discharges you: the clinic will not offer you another appointment by itself.',
  NEW_REFERRAL_NEEDED: 'To be seen there again you will need a new referral from your GP.',
  STAFF_DECIDE: 'This asks the booking team. They decide, and will tell you.',
  STANDS_UNTIL_ANSWERED: 'Until they have answered your appointment stands: come to it unless you hear otherwise.',
  NEW_TIME: 'This will be the time of your appointment.',
  CLINICIAN_AND_PLACE_STAY: 'Only the date and time change. The clinician and the place stay as they are.',
  RESCHEDULES_LEFT: (count) =>
    count === 0
      ? 'After this you cannot move this appointment again yourself.'
      : `After this you can move this appointment ${count === 1 ? 'once' : `${count} times`} more yourself.`,
  NO_DATE_PROMISED: 'No particular date can be promised.',
  REARRANGE_TRANSPORT:
    'Patient transport is booked for this appointment and does not change with it. Call the hospital to change it.',
  REARRANGE_INTERPRETER:
    'An interpreter is booked for this appointment and does not change with it. Call the hospital to change it.',
} as const satisfies Record<string, Words>;

const obstacles = {
  NOT_THIS_KIND: 'This kind of appointment cannot be changed here. Contact the booking team on your letter.',
  ALREADY_CANCELLED: 'This appointment is already cancelled.',
  ALREADY_BEGUN: 'This appointment has begun or is over.',
  REQUEST_PENDING: 'You have already asked for a change of this appointment. Wait for the booking team’s answer.',
  ONLY_THE_PATIENT: 'Only the patient can do this.',
  ALREADY_ACCEPTED: 'You have already accepted this appointment.',
  LIMIT_REACHED:
    'You have moved this appointment as often as you can yourself. Contact the booking team on your letter.',
  NO_FREE_SLOT:
    'This clinic has no free time at the moment. Look again later, or contact the booking team on your letter.',
  SLOT_TAKEN: 'This time has just been taken. Choose another one.',
  SLOT_IS_OVER: 'This time is over. Choose another one.',
  SLOT_IS_YOURS: 'This is the time that you already have.',
  SLOT_OF_ANOTHER_CLINIC: 'This is not a time of the clinic that your appointment is at.',
} as const satisfies Record<string, Words>;

const advice = {
  SHORT_NOTICE: (count) =>
    `This is less than ${count} working days’ notice. Where you can, tell the hospital earlier, so that it can give the time to somebody else.`,
  CAN_STILL_ASK: 'Afterwards you can still ask for another time, or to cancel.',
} as const satisfies Record<string, Words>;

const words: Record<string, Words> = { ...consequences, ...obstacles, ...advice };

export type FactCode = keyof typeof consequences | keyof typeof obstacles | keyof typeof advice;
/** Every code that a fact can have: the enum of the graph. */
export const factCodes = Object.keys(words) as FactCode[];

export function kindOfFact(code: FactCode): FactKind {
  if (code in obstacles) return 'OBSTACLE';
  return code in advice ? 'ADVICE' : 'CONSEQUENCE';
}

/** What the patient reads. */
export function wordsOfFact(code: FactCode, count: number): string {
  const said = words[code] ?? '';
  return typeof said === 'string' ? said : said(count);
}

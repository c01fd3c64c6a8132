/** Why something of the source could not be used. A closed list: a reason never holds data. */
export const reasons = {
  notJson: 'not JSON',
  brokenArchive: 'the file is damaged and could not be read to its end',
  tooLarge: 'a single resource of more than 16 MB',
  wrongShape: 'does not have the shape of this FHIR R4 resource',
  noBirthDate: 'no full date of birth, without which age cannot be checked',
  impossibleBirthDate: 'a date of birth that cannot be',
  wrongNhsNumber: 'the NHS number is not valid; treated as absent',
  mergedIntoUnknown: 'replaced by a patient who is not here; kept closed',
  noSubject: 'names no patient',
  unknownPatient: 'its patient is not in the data',
  patientSetAside: 'its patient was set aside',
  ambiguousPatient: 'its reference fits several patients',
  noDate: 'no date to list it by',
  impossibleDate: 'a date that cannot be',
  noStatus: 'no status, or one that FHIR R4 does not know',
  noContent: 'no text and no file in it',
  fileElsewhere: 'its file is not in the data',
  badBase64: 'its file is not valid base64',
  notAPdf: 'its file says PDF and is none',
  unknownContentType: 'its file is of a kind that is not shown (shown: text, HTML, PDF, JPEG, PNG)',
  noName: 'does not say what it is',
  resultMissing: 'some of its observations are not in the data; the others are used',
  noClinic: 'a time of a clinic that does not say who or where',
  noResults: 'a result without any observation, conclusion or text',
} as const;
export type Reason = (typeof reasons)[keyof typeof reasons];

/** Ends the mapping of one resource. The rest goes on. */
export class SetAside extends Error {
  override readonly name = 'SetAside';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

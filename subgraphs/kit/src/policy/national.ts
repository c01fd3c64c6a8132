/** What is the same in all of England, for a policy to take up. */
export const national = {
  /** M11 */
  emergencies: {
    words:
      'Not for emergencies or urgent problems. Call 999 or go to the nearest accident and emergency department (A and E). For urgent advice call 111.',
    rule: 'M11',
  },
  /** K3 */
  nhsNumber: {
    words:
      'Your NHS number has 10 digits. It is on letters from the NHS and in the NHS App, or find it on the NHS website.',
    url: 'https://www.nhs.uk/nhs-services/online-services/find-nhs-number/',
    rule: 'K3',
  },
} as const;

/** Where the samples happen: the real trusts' codes, with wards and numbers that are made up. */
export interface Hospital {
  /** Key of the source in the list of trusts. */
  readonly source: string;
  readonly odsCode: string;
  readonly name: string;
  readonly sites: readonly string[];
  /** Of the range that Ofcom keeps for drama. */
  readonly bookingPhone: string;
}

/** What a person sees a hospital for. */
export interface Specialty {
  readonly name: string;
  /** NHS Data Dictionary: treatment function code. */
  readonly code: string;
  readonly reason: string;
  /** What the consultant wrote after the visit. */
  readonly findings: string;
  readonly plan: string;
  readonly instruction: string;
  /** Keys of `lab-tests.ts` that go with it. */
  readonly tests: readonly string[];
}

export const specialties: readonly Specialty[] = [
  {
    name: 'Rheumatology',
    code: '410',
    reason: 'Joint pain in both hands',
    findings:
      'Morning stiffness lasts about an hour. There is mild swelling of the second and third knuckles on both sides, and grip strength is reduced.',
    plan: 'We agreed to start methotrexate 10 mg once a week with folic acid, and to repeat the blood tests every four weeks. Please bring the monitoring booklet to each visit.',
    instruction: 'Bring a list of your medicines. You may eat and drink as usual.',
    tests: ['full-blood-count', 'inflammation', 'liver'],
  },
  {
    name: 'Cardiology',
    code: '320',
    reason: 'Palpitations',
    findings:
      'The heart sounds are normal. The tracing shows occasional extra beats, which are common and harmless. Blood pressure was 128/78.',
    plan: 'A 24-hour recording has been requested. No change to treatment is needed. Please reduce caffeine and come back sooner if you faint.',
    instruction: 'Wear a loose top that opens at the front. Do not use body lotion on the day.',
    tests: ['kidney', 'thyroid', 'lipids'],
  },
  {
    name: 'Gastroenterology',
    code: '301',
    reason: 'Stomach pain after meals',
    findings:
      'The abdomen is soft with slight tenderness on the right. Weight is steady and there are no warning signs.',
    plan: 'Omeprazole 20 mg for eight weeks, and an ultrasound of the gallbladder. We will write with the result.',
    instruction: 'Do not eat for six hours before your visit. You may drink water.',
    tests: ['full-blood-count', 'liver', 'inflammation'],
  },
  {
    name: 'Diabetic medicine',
    code: '307',
    reason: 'Review of type 2 diabetes',
    findings:
      'Home readings are between 6 and 9 mmol/l. Feet were checked: pulses and feeling are normal. Eye screening is up to date.',
    plan: 'Metformin stays at 1 g twice a day. We set a goal of ten minutes of walking after each meal. The next review is in six months.',
    instruction: 'Bring your meter and its booklet. Eat and take your medicines as usual.',
    tests: ['diabetes', 'kidney', 'lipids'],
  },
  {
    name: 'Trauma and orthopaedics',
    code: '110',
    reason: 'Knee pain after a fall',
    findings: 'The knee is stable with full movement. There is a small amount of fluid. The X-ray shows no fracture.',
    plan: 'Physiotherapy has been requested. Walking is good for the knee; running can start again in six weeks.',
    instruction: 'Wear shorts or loose trousers. Please arrive 15 minutes early for an X-ray.',
    tests: ['full-blood-count'],
  },
  {
    name: 'Respiratory medicine',
    code: '340',
    reason: 'Cough and wheeze at night',
    findings: 'Breathing tests show narrowing that improves with the inhaler, which fits asthma. Oxygen level is 98%.',
    plan: 'A preventer inhaler, two puffs twice a day with a spacer, and a written asthma plan. Please see the practice nurse in six weeks.',
    instruction: 'Do not use your blue inhaler for four hours before the test, unless you need it.',
    tests: ['full-blood-count', 'inflammation'],
  },
];

/** The hospitals of each trust on the list, by its key. */
export const hospitals: Readonly<Record<string, readonly Hospital[]>> = {
  kingston: [
    {
      source: 'kingston',
      odsCode: 'RAX',
      name: 'Kingston Hospital',
      sites: ['Main Outpatients', 'Esher Wing'],
      bookingPhone: '020 7946 0101',
    },
  ],
  'st-georges': [
    {
      source: 'st-georges',
      odsCode: 'RJ7',
      name: "St George's Hospital",
      sites: ['Lanesborough Wing', 'Rose Centre'],
      bookingPhone: '020 7946 0102',
    },
  ],
  'kings-guys': [
    {
      source: 'kings',
      odsCode: 'RJZ',
      name: "King's College Hospital",
      sites: ['Golden Jubilee Wing', 'Cheyne Wing'],
      bookingPhone: '020 7946 0103',
    },
    {
      source: 'guys',
      odsCode: 'RJ1',
      name: "Guy's and St Thomas'",
      sites: ['Southwark Wing', 'Gassiot House'],
      bookingPhone: '020 7946 0104',
    },
  ],
  'west-herts-royal-free': [
    {
      source: 'west-herts',
      odsCode: 'RWG',
      name: 'Watford General Hospital',
      sites: ['Princess Michael of Kent Building', 'Outpatients Two'],
      bookingPhone: '01632 960105',
    },
    {
      source: 'royal-free',
      odsCode: 'RAL',
      name: 'Royal Free Hospital',
      sites: ['Clinic Four, Ground Floor', 'Pond Street Building'],
      bookingPhone: '020 7946 0106',
    },
  ],
};

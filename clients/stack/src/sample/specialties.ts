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

/** What anybody may be seen for. */
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

/** What only some people's stories tell of. */
export const audiology: Specialty = {
  name: 'Audiology',
  code: '840',
  reason: 'Hearing loss in both ears',
  findings: 'The hearing test shows a loss of the high notes on both sides, a little more on the left.',
  plan: 'Hearing aids for both ears were fitted. Wear them for a few hours a day at first. We see you again in eight weeks.',
  instruction:
    'Bring your hearing aids and their brown book. Please have wax removed before the visit if you know of any.',
  tests: [],
};

export const dermatology: Specialty = {
  name: 'Dermatology',
  code: '330',
  reason: 'A mole that has changed',
  findings: 'The mole on the left shoulder is even in colour and border, and looks harmless under the lens.',
  plan: 'A photograph was taken to compare with. Please use sun cream, and come back if it bleeds or grows.',
  instruction: 'Please do not wear make-up or nail varnish on the day.',
  tests: [],
};

/** Scans, which every hospital has. */
export const imaging: Specialty = {
  name: 'Diagnostic imaging',
  code: '812',
  reason: 'A scan that the clinic asked for',
  findings: '',
  plan: '',
  instruction: 'Leave jewellery and watches at home. Tell us if you may be pregnant.',
  tests: [],
};

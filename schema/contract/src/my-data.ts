import { z } from 'zod';
import { isErrorCode } from './errors.ts';
import { relations } from './claims.ts';
import { sections, sectionStates } from './sections.ts';

/** What an export tells of one by one: every section of a record, and what the patient and the staff wrote to each other. */
export const exportedKinds = [...sections, 'MESSAGES'] as const;
export type ExportedKind = (typeof exportedKinds)[number];

const count = z.int().min(0);
const fullUrl = z.string().regex(/^urn:uuid:[0-9a-f-]{36}$/);
const instant = z.iso.datetime();

/** A resource of FHIR R4 with the URL by which the others of its Bundle refer to it. */
const bundleEntry = z.object({ fullUrl, resource: z.looseObject({ resourceType: z.string(), id: z.uuid() }) });

/**
 * What a trust answers to `GET /export/:record` (200, JSON), for the patient's own whole grant alone: everything that its
 * policy shows of the record, as a FHIR R4 Bundle whose references all lead into itself, and how complete it is. Every
 * section has an entry, so that what is not shown is said and not left out (K8 D8 D18).
 */
export const exportPartSchema = z.object({
  /** Key of the trust. */
  trust: z.string(),
  record: z.uuid(),
  bundle: z.object({
    resourceType: z.literal('Bundle'),
    type: z.literal('collection'),
    timestamp: instant,
    entry: z.array(bundleEntry),
  }),
  sections: z.array(
    z.object({
      section: z.enum(exportedKinds),
      state: z.enum(sectionStates),
      /** What the trust says of it to patients. */
      words: z.string(),
      /** From when on it shows, where that is the day of registration. */
      since: instant.optional(),
      /** How many items the export holds. */
      count,
      /** How many more there are that cannot be shown: not readable, or not usable when they came. */
      setAside: count,
      /** How many documents are named without their content, because the export would have grown too large. */
      leftOut: count,
      /** Of the Bundle's entries, those that are items of this section, in the order in which a patient reads them. */
      entries: z.array(fullUrl),
    }),
  ),
  /** How many items the patient has said are somebody else's: they are in no section. */
  withheld: count,
});
export type ExportPart = z.infer<typeof exportPartSchema>;
export type BundleEntry = z.infer<typeof bundleEntry>;

/** What `accounts` answers to `GET /my-data` (200, JSON): what it holds of the person themselves. */
export const accountPartSchema = z.object({
  /** The account's id, which is the `sub` of the tokens for `timeline`. */
  id: z.uuid(),
  name: z.string(),
  nhsNumber: z.string(),
  /** YYYY-MM-DD */
  birthDate: z.string(),
  /** E.164 */
  mobile: z.string().optional(),
  email: z.string().optional(),
  emailVerified: z.boolean(),
  createdAt: instant,
  /** Their own records, in the order in which they were linked. */
  links: z.array(z.object({ trust: z.string(), record: z.uuid(), linkedAt: instant })),
  /** With whom they share which of these records, as long as that lasts. */
  shares: z.array(
    z.object({
      id: z.uuid(),
      /** The name under which the patient knows who it is. */
      to: z.string(),
      relation: z.enum(relations).exclude(['self']),
      /** What of the record at each trust. */
      trusts: z.array(
        z.object({ trust: z.string(), sections: z.union([z.literal('all'), z.array(z.enum(sections))]) }),
      ),
      createdAt: instant,
      /** Absent: no end. */
      until: instant.optional(),
    }),
  ),
});
export type AccountPart = z.infer<typeof accountPartSchema>;

/**
 * The first line of what the gateway sends to the service over all trusts (`packMyData`): POST /my-data.json or /my-data.pdf
 * with the person's token for it. Of each linked trust it names how long its answer is, or the code of the registry that says
 * why there is none.
 */
export const myDataQuestionSchema = z.strictObject({
  account: accountPartSchema,
  parts: z.array(
    z.union([
      z.strictObject({ trust: z.string(), bytes: count }),
      z.strictObject({ trust: z.string(), missing: z.string().refine(isErrorCode) }),
    ]),
  ),
});
export type MyDataQuestion = z.infer<typeof myDataQuestionSchema>;

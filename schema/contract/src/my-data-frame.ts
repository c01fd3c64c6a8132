import type { ErrorCode } from './errors.ts';
import { type MyDataQuestion, myDataQuestionSchema } from './my-data.ts';

/** What came of one linked trust: its answer as it was sent, unread, or the code of the registry that says why there is none. */
export type GatheredPart =
  | { readonly trust: string; readonly answer: Buffer }
  | { readonly trust: string; readonly missing: ErrorCode };

/**
 * Packs the question to the service over all trusts: a line of JSON (`myDataQuestionSchema`), and behind it the trusts' answers,
 * each as long as the line says. So nobody has to read an answer to pass it on, and none can pass for another's.
 */
export function packMyData(account: MyDataQuestion['account'], parts: readonly GatheredPart[]): Buffer {
  const head: MyDataQuestion = {
    account,
    parts: parts.map((part) =>
      'missing' in part
        ? { trust: part.trust, missing: part.missing }
        : { trust: part.trust, bytes: part.answer.length },
    ),
  };
  const answers = parts.flatMap((part) => ('missing' in part ? [] : [part.answer]));
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...answers]);
}

/** Unpacks it again. @throws Error where lengths and bytes do not agree, or the line is none */
export function unpackMyData(packed: Buffer): { account: MyDataQuestion['account']; parts: GatheredPart[] } {
  const end = packed.indexOf('\n');
  const { account, parts } = myDataQuestionSchema.parse(JSON.parse(packed.subarray(0, Math.max(0, end)).toString()));
  let at = end + 1;
  const found = parts.map((part): GatheredPart => {
    if ('missing' in part) return part;
    const answer = packed.subarray(at, at + part.bytes);
    at += part.bytes;
    return { trust: part.trust, answer };
  });
  if (at !== packed.length) throw new Error('the parts of an export are not as long as was said');
  return { account, parts: found };
}

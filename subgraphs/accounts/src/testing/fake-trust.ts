import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  accountsIssuer,
  type Clock,
  type LinkAnswer,
  type LinkProof,
  type LinkRequest,
  type NotMineReport,
  notMineReportSchema,
  type RegistrationNotice,
  registrationNoticeSchema,
} from '@crosstrust/contract';
import { digestLinkRequest, type Signer } from '@crosstrust/service';
import { decodeJwt, type JWTPayload } from 'jose';
import { makeSigner } from './keys.ts';

/** A patient whom a fake trust holds. */
export interface HeldPatient {
  readonly name: string;
  readonly nhsNumber: string;
  readonly birthDate: string;
  readonly mobile: string;
  readonly email: string;
  readonly record: string;
  /** The trust's answer when the details match; absent: it vouches. */
  readonly refused?: Extract<LinkAnswer, { refused: string }>['refused'];
}

type Compared = 'nhsNumber' | 'birthDate' | 'mobile' | 'email';

/** A trust as a service of its own: a real HTTP server that signs real assertions. */
export interface FakeTrust {
  readonly key: string;
  /** The details that it compares: it vouches whatever the others are. */
  readonly match: readonly Compared[];
  readonly url: string;
  readonly signer: Signer;
  /** Claims of the service tokens that were shown. */
  readonly shownTokens: JWTPayload[];
  /** What it was asked, the first question first. */
  readonly asked: LinkRequest[];
  /** The reports that it has taken, each with the claims of the token that came with it. */
  readonly reports: { readonly report: NotMineReport; readonly claims: JWTPayload }[];
  /** Who has registered and who has left, as it was told. */
  readonly registrations: { readonly notice: RegistrationNotice; readonly claims: JWTPayload }[];
  hold(patient: Omit<HeldPatient, 'record'> & { record?: string }): HeldPatient;
  /** Sends a patient a link's secret, or a letter with these two codes. */
  invite(patient: HeldPatient, proof: LinkProof): void;
  /** Changes what the trust signs, or who signs it, from now on. */
  forge(change: { claims?: (claims: JWTPayload) => JWTPayload; signer?: Signer } | undefined): void;
  /** Does this before each answer, from now on. */
  meanwhile(act: (() => unknown) | undefined): void;
  /** Whether it takes what it is told, from now on; it answers everything else all the while. */
  takeReports(willing: boolean): void;
  /** Answers this to everything, from now on. */
  answer(raw: { status: number; body: string } | undefined): void;
  close(): Promise<void>;
}

export async function startFakeTrust(key: string, match: readonly Compared[], clock: Clock): Promise<FakeTrust> {
  const signer = await makeSigner(`${key}-1`);
  const patients = new Map<string, HeldPatient>();
  const invited = new Map<string, HeldPatient>();
  const shownTokens: JWTPayload[] = [];
  const asked: LinkRequest[] = [];
  const reports: FakeTrust['reports'] = [];
  const registrations: FakeTrust['registrations'] = [];
  let takesReports = true;
  let forged: { claims?: (claims: JWTPayload) => JWTPayload; signer?: Signer } | undefined;
  let act: (() => unknown) | undefined;
  let raw: { status: number; body: string } | undefined;

  const vouch = async (request: LinkRequest): Promise<LinkAnswer> => {
    asked.push(request);
    const { proof, nhsNumber } = request;
    const held = proof.kind === 'details' ? patients.get(nhsNumber ?? '') : invited.get(JSON.stringify(proof));
    if (!held && proof.kind !== 'details') return { refused: 'INVITATION_INVALID' };
    const compared: readonly Compared[] = proof.kind === 'details' ? match : ['birthDate'];
    if (!held || compared.some((detail) => held[detail] !== request[detail]))
      return { refused: 'DETAILS_DO_NOT_MATCH' };
    if (held.refused) return { refused: held.refused };
    const claims = {
      iss: key,
      aud: accountsIssuer,
      sub: held.record,
      nonce: request.nonce,
      details: digestLinkRequest(request),
      name: held.name,
      ...(nhsNumber === undefined ? { nhsNumber: held.nhsNumber } : {}),
    };
    return { assertion: await (forged?.signer ?? signer).sign(forged?.claims?.(claims) ?? claims, 120, clock()) };
  };
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    if (request.url === '/.well-known/jwks.json')
      return response.setHeader('content-type', 'application/json').end(JSON.stringify(signer.publicKeys));
    await act?.();
    if (raw) return response.writeHead(raw.status).end(raw.body);
    const claims = decodeJwt(request.headers.authorization?.replace('Bearer ', '') ?? '');
    if (request.url === '/reports') {
      if (!takesReports) return response.writeHead(503).end();
      reports.push({ report: notMineReportSchema.parse(JSON.parse(body)), claims });
      return response.writeHead(204).end();
    }
    if (request.url === '/registrations') {
      if (!takesReports) return response.writeHead(503).end();
      registrations.push({ notice: registrationNoticeSchema.parse(JSON.parse(body)), claims });
      return response.writeHead(204).end();
    }
    shownTokens.push(claims);
    return response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify(await vouch(JSON.parse(body) as LinkRequest)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    key,
    match,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    signer,
    shownTokens,
    asked,
    invite: (patient, proof) => void invited.set(JSON.stringify(proof), patient),
    reports,
    registrations,
    hold: (patient) => {
      const held = { record: randomUUID(), ...patient };
      patients.set(held.nhsNumber, held);
      return held;
    },
    forge: (change) => void (forged = change),
    meanwhile: (given) => void (act = given),
    takeReports: (willing) => void (takesReports = willing),
    answer: (given) => void (raw = given),
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

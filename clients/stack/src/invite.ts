import { z } from 'zod';
import { runProgram } from './child.ts';
import { LaunchFault } from './fault.ts';
import type { Inbox } from './inbox.ts';
import { type Details, type Portal, type Proof, Refused } from './portal.ts';
import { type Plan, trustTool } from './services.ts';

const printed = z.union([z.object({ invitation: z.string() }), z.object({ codes: z.tuple([z.string(), z.string()]) })]);

/**
 * Opens an account at a trust as a person would do it: with their details, and with an invitation where the trust asks for
 * one, or for an appointment that they do not have. Its staff make it, by `npm run staff`.
 * @throws Refused
 */
export async function openAccountAt(
  { plan, portal, inbox, signal }: { plan: Plan; portal: Portal; inbox: Inbox; signal: AbortSignal },
  trust: string,
  details: Details,
): Promise<string> {
  try {
    return await portal.openAccount(trust, details, inbox);
  } catch (error) {
    const isInvitable = error instanceof Refused && /^(INVITATION_NEEDED|NO_UPCOMING_APPOINTMENT)$/.test(error.code);
    if (!isInvitable || plan.settings.services[trust]?.url) throw error;
    return portal.openAccount(trust, details, inbox, await invite(plan, trust, details.nhsNumber, signal));
  }
}

/** Who came by an earlier start is not invited again. */
async function invite(plan: Plan, trust: string, nhsNumber: string, signal: AbortSignal): Promise<Proof> {
  const tool = trustTool(plan, trust, ['staff', 'invite', '-', '--json']);
  try {
    return printed.parse(JSON.parse(await runProgram(tool, { signal, input: nhsNumber })));
  } catch (error) {
    if (error instanceof LaunchFault && error.message.includes('the patient is registered'))
      throw new Refused('ACCOUNT_EXISTS');
    throw error;
  }
}

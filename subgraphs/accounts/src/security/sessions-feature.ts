import { RegistryError, type Result } from '@crosstrust/contract';
import { Arg, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import { forgetDevice } from '../devices/forget-device.ts';
import { type ListedDevice, listDevices } from '../devices/list-devices.ts';
import { signedIn } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { readPerson } from '../people/read-person.ts';
import { mustBeSignedIn, type Viewer } from '../people/viewer.ts';
import { endOneSession, endSessionsElsewhere } from '../sessions/end-session.ts';
import { type ListedSession, listSessions } from '../sessions/list-sessions.ts';
import {
  DevicesPayload,
  EndOtherSessionsInputType,
  EndSessionInputType,
  ForgetDeviceInputType,
  OpenSessionType,
  SavedDeviceType,
} from './sessions-types.ts';
import { SecurityType } from './types.ts';

@Resolver(() => SecurityType)
class DevicesOfResolver {
  @FieldResolver(() => [OpenSessionType], { description: 'Where the patient is signed in, the last seen first.' })
  sessions(@Ctx() context: GraphContext): Promise<ListedSession[]> {
    return listSessions(context.core, context, mustBeSignedIn(context.viewer));
  }

  @FieldResolver(() => [SavedDeviceType], { description: 'Devices that need no code, the last saved first (K12).' })
  savedDevices(@Ctx() context: GraphContext): Promise<ListedDevice[]> {
    return listDevices(context.core, context, mustBeSignedIn(context.viewer));
  }
}

@Resolver()
class DevicesResolver {
  @Mutation(() => DevicesPayload, { description: 'Ends a session of the patient’s, at once.' })
  async endSession(@Arg('input', () => EndSessionInputType) input: EndSessionInputType, @Ctx() context: GraphContext) {
    const viewer = mustBeSignedIn(context.viewer);
    const result = await endOneSession(context.core, context, viewer, input);
    if ('done' in result && input.session === viewer.sessionId) {
      context.viewer = new RegistryError('UNAUTHENTICATED');
      context.handSession('none');
      return { me: null, userErrors: [] };
    }
    return toPayload(context, viewer, result);
  }

  @Mutation(() => DevicesPayload, {
    description: 'Signs the patient out everywhere but here, at once. Saved devices stay saved.',
  })
  async endOtherSessions(
    @Arg('input', () => EndOtherSessionsInputType) input: EndOtherSessionsInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    return toPayload(context, viewer, await endSessionsElsewhere(context.core, context, viewer, input));
  }

  @Mutation(() => DevicesPayload, { description: 'Forgets a saved device: it needs a code again.' })
  async forgetDevice(
    @Arg('input', () => ForgetDeviceInputType) input: ForgetDeviceInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    return toPayload(context, viewer, await forgetDevice(context.core, context, viewer, input));
  }
}

async function toPayload(context: GraphContext, viewer: Viewer, result: Result<true>) {
  return 'done' in result
    ? { me: await readPerson(context.core, context, viewer), userErrors: [] }
    : { me: null, userErrors: result.userErrors };
}

/** Sessions and saved devices: listed with when and where, and ended. */
export const securitySessionsFeature: Feature = {
  resolvers: [DevicesOfResolver, DevicesResolver],
  rules: {
    Mutation: each(signedIn, 'endSession', 'endOtherSessions', 'forgetDevice'),
    Security: each('inherit', 'sessions', 'savedDevices'),
    OpenSession: each('inherit', 'id', 'current', 'openedAt', 'lastSeenAt', 'factors', 'level', 'agent', 'network'),
    SavedDevice: each('inherit', 'id', 'current', 'savedAt', 'expiresAt', 'lastUsedAt', 'agent', 'network'),
    DevicesPayload: each('inherit', 'me', 'userErrors'),
  },
};

import { resolve } from 'node:path';

/** The project's top folder, wherever a command was called from. */
export const projectRoot = resolve(import.meta.dirname, '../../..');

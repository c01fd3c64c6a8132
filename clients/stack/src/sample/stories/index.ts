import type { Setting } from '../chapter.ts';
import type { Resource } from '../resources.ts';
import { derbyStories } from './derby.ts';
import { sixTrustStories } from './six-trusts.ts';
import { southamptonStories } from './southampton.ts';
import type { Stories } from './story.ts';
import { westHertsStories } from './west-herts.ts';

const stories: Stories = { ...westHertsStories, ...southamptonStories, ...derbyStories, ...sixTrustStories };

/** What is told of one person at one hospital besides what happens to everybody. */
export function storyOf(setting: Setting): Resource[] {
  return stories[`${setting.person.key} at ${setting.hospital.source}`]?.(setting) ?? [];
}

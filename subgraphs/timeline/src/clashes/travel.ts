/** A place on the map, in degrees (WGS 84). */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** Two positions nearer than this are one site. Kilometres. */
const sameSite = 1;
/** Minutes for leaving one building and finding the way in another. */
const onFoot = 15;
/** Kilometres of a way that are driven through a town, at `inTown` km an hour; the rest at `outside`. */
const town = 30;
const [inTown, outside] = [20, 60];
const earthRadius = 6_371;

/**
 * The minutes that the way between two hospitals is likely to take, rounded up: a model and no timetable. The distance
 * as the crow flies, of which the first 30 km go at 20 km an hour and the rest at 60, and 15 minutes to leave one building
 * and find the way in the other. Nothing within one site.
 */
export function minutesOfTravel(from: Position, to: Position): number {
  const kilometres = distance(from, to);
  if (kilometres < sameSite) return 0;
  const hours = Math.min(kilometres, town) / inTown + Math.max(0, kilometres - town) / outside;
  return Math.ceil(onFoot + hours * 60);
}

/** Kilometres along a great circle. */
export function distance(from: Position, to: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const halfChord =
    Math.sin(radians(to.latitude - from.latitude) / 2) ** 2 +
    Math.cos(radians(from.latitude)) *
      Math.cos(radians(to.latitude)) *
      Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(halfChord)));
}

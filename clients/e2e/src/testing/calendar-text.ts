/** The text of a calendar file with its folded lines made whole. */
export const unfold = (text: string): string => text.replaceAll('\r\n ', '');

/** The events in a calendar file, each as its properties by name; those with parameters are left out. */
export const eventsIn = (text: string): Record<string, string>[] =>
  unfold(text)
    .split('BEGIN:VEVENT')
    .slice(1)
    .map((event) =>
      Object.fromEntries([...event.matchAll(/^([A-Z-]+):(.*?)\r?$/gm)].map(([, name, value]) => [name, value])),
    );

/** An instant as calendar files write it. */
export const calendarTime = (instant: string): string => instant.replace(/[-:]|\.000/g, '');

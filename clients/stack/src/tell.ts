/** Tells a person each step with the seconds since the command began. */
export function timedTell(write: (line: string) => void = console.log): (line: string) => void {
  const began = performance.now();
  return (line) => write(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
}

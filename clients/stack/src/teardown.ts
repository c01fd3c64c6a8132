/** What was started, to be ended in the opposite order; also what is still on its way when the end comes. */
export class Teardown {
  readonly #undos: (() => Promise<void>)[] = [];
  readonly #pending = new Set<Promise<unknown>>();
  #running: Promise<void> | undefined;

  /** Waits for something to be made, and remembers how to end it. @throws when the end has come meanwhile */
  async add<Made>(making: Promise<Made>, undo: (made: Made) => Promise<void>): Promise<Made> {
    const settled = making.then(
      (made) => void this.#undos.push(() => undo(made)),
      () => undefined,
    );
    this.#pending.add(settled);
    const made = await making.finally(() => settled);
    this.#pending.delete(settled);
    if (this.#running) {
      await this.#running;
      await this.#runUndos();
      throw new Error('stopped');
    }
    return made;
  }

  /** Ends everything, once. */
  run(): Promise<void> {
    this.#running ??= Promise.all(this.#pending).then(() => this.#runUndos());
    return this.#running;
  }

  async #runUndos(): Promise<void> {
    for (let undo = this.#undos.pop(); undo; undo = this.#undos.pop()) await undo().catch(() => undefined);
  }
}

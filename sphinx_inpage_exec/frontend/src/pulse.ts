/**
 * Finds out that a connection is dead which looks alive: networks go away without a word, and machines sleep.
 *
 * A kernel may be silent for as long as its code runs. But a server that does not answer either, or says that the
 * kernel is idle while it owes an answer, is one that this page does not hear. And a server that has ended the kernel
 * does not tell.
 */

import type { Finding } from "./reach";

/** So long a kernel that owes an answer may be silent, until its server is asked. */
const QUIET_MS = 5_000;
/** So often a server is asked after a kernel that owes nothing. */
const REST_MS = 10_000;
/** So long an answer may be on its way after a machine has slept. */
const WAKE_MS = 2_000;
/** A clock that jumps by so much stood still meanwhile. */
const SLEPT_MS = 30_000;

/** What the pulse is taken of. */
export interface Patient {
  /** Whether the kernel owes an answer on a connection that is open. */
  owes(): boolean;
  /** What its server says of it. */
  examine(): Promise<Finding>;
  /** Make the kernel say something. */
  nudge(): void;
  /** Nothing is heard of it: make a new connection. */
  reconnect(): void;
}

export class Pulse {
  #heard = Date.now();
  #doubts = 0;
  #last = Date.now();
  #examining = false;
  #examined = 0;
  readonly #timer = setInterval(() => void this.#look(), QUIET_MS);
  readonly #life = new AbortController();

  constructor(private readonly patient: Patient) {
    const { signal } = this.#life;
    const wake = (): void => this.doubt();
    addEventListener("online", wake, { signal });
    addEventListener("pageshow", (event) => event.persisted && wake(), { signal });
    document.addEventListener("resume", wake, { signal });
  }

  /** A message has come. */
  beat(): void {
    this.#heard = Date.now();
    this.#doubts = 0;
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#life.abort();
  }

  async #look(): Promise<void> {
    const slept = Math.abs(Date.now() - this.#last) > SLEPT_MS;
    this.#last = Date.now();
    if (slept) return this.doubt();
    const owed = this.patient.owes();
    const quiet = this.#last - Math.max(this.#heard, owed ? 0 : this.#examined);
    if (this.#examining || quiet < (owed ? QUIET_MS : REST_MS) || (!owed && document.hidden)) return;
    const heard = this.#heard;
    this.#examining = true;
    const { fate, idle } = await this.patient.examine();
    this.#examining = false;
    this.#examined = Date.now();
    if (heard !== this.#heard) return;
    const owes = owed && this.patient.owes();
    this.#doubts = owes && idle ? this.#doubts + 1 : 0;
    // Idle once may be a request that is still on its way to the kernel.
    const isDead = owes && (fate !== "there" || this.#doubts > 1);
    if (isDead || fate === "gone") this.patient.reconnect();
  }

  /** The connection may be dead: there has to be a message soon. */
  doubt(): void {
    const heard = this.#heard;
    this.patient.nudge();
    setTimeout(() => {
      if (heard === this.#heard && !this.#life.signal.aborted) this.patient.reconnect();
    }, WAKE_MS);
  }
}

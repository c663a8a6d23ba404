/** Tells the server of finished uploads in groups: a lone one at once, and what finishes during a report with the next one. */

/** As many uploads, and parts of all of them, as one request holds. */
const MOST_UPLOADS = 20;
const MOST_PARTS = 1000;

export interface Finished {
  upload_id: string;
  parts: { number: number; etag: string }[];
}

export interface Reported {
  upload_id: string;
  state?: string | null;
  refused?: string | null;
}

/** A definite no about one upload: its parts cannot be joined. */
export class ReportRefusedError extends Error {
  override name = 'ReportRefusedError';
  readonly status = 409;
}

/** Nobody knows whether the parts were joined: the same is to be reported again. */
export class UnansweredError extends Error {
  override name = 'UnansweredError';
}

interface Waiting extends Finished {
  signal: AbortSignal;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export class Reports {
  private readonly waiting: Waiting[] = [];
  private running = false;

  constructor(private readonly report: (uploads: Finished[]) => Promise<Reported[]>) {}

  /** Resolves once the server has joined the parts; quietly too when `signal` ended it before it was told. */
  send(finished: Finished, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...finished, signal, resolve, reject });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let group = this.next(); group.length > 0; group = this.next()) await this.tell(group);
    this.running = false;
  }

  private next(): Waiting[] {
    const group: Waiting[] = [];
    let parts = 0;
    for (let one = this.waiting[0]; one && group.length < MOST_UPLOADS; one = this.waiting[0]) {
      parts += one.parts.length;
      if (group.length > 0 && parts > MOST_PARTS) break;
      this.waiting.shift();
      if (one.signal.aborted) one.resolve();
      else group.push(one);
    }
    return group;
  }

  private async tell(group: Waiting[]): Promise<void> {
    try {
      const answers = await this.report(group.map(({ upload_id, parts }) => ({ upload_id, parts })));
      const known = new Map(answers.map((answer) => [answer.upload_id, answer]));
      for (const one of group) settle(one, known.get(one.upload_id));
    } catch (error) {
      for (const one of group) one.reject(error);
    }
  }
}

function settle(one: Waiting, answer: Reported | undefined): void {
  if (answer?.refused) one.reject(new ReportRefusedError(answer.refused));
  else if (!answer?.state || answer.state === 'uploading') one.reject(new UnansweredError());
  else one.resolve();
}

//! Short messages at the foot of the page: what was done, and how to take it back.

export interface Message {
  id: number
  text: string
  bad: boolean
  undo?: () => Promise<void> | void
  act?: { text: string; run: () => Promise<void> }
}

class Messages {
  all = $state<Message[]>([])
  private next = 1

  say(text: string, more: Partial<Omit<Message, 'id' | 'text'>> = {}): void {
    const message: Message = { id: this.next++, text, bad: false, ...more }
    this.all = [...this.all.slice(-2), message]
    // A message with something to press stays longer, and an error until it is closed.
    if (!message.bad) setTimeout(() => this.close(message.id), message.undo || message.act ? 30_000 : 7_000)
  }

  fail(error: unknown): void {
    this.say(error instanceof Error ? error.message : String(error), { bad: true })
  }

  close(id: number): void {
    this.all = this.all.filter((m) => m.id !== id)
  }
}

export const messages = new Messages()
